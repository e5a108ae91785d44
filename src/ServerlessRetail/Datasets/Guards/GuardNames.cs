namespace ServerlessRetail.Datasets.Guards;

/// <summary>
/// Names of the guards: the reason of a run that one of them ended, the code of the warning where one only warns, and
/// what <c>allow</c> in model.json overrules.
/// </summary>
public static class GuardNames
{
    public const string TargetLeakage = "targetLeakage";
    public const string LabelSum = "labelSum";
    public const string OneSidedMissing = "oneSidedMissing";
    public const string OrderedId = "orderedId";
    public const string DuplicatesAcrossSplit = "duplicatesAcrossSplit";
    public const string LabelImbalance = "labelImbalance";
    public const string TooFewPerClass = RejectionReasons.TooFewPerClass;
    public const string ConstantColumns = "constantColumns";
    public const string MostlyMissing = "mostlyMissing";
    public const string TimeOrder = "timeOrder";

    internal static IReadOnlyList<string> All { get; } =
    [
        TargetLeakage, LabelSum, OneSidedMissing, OrderedId, DuplicatesAcrossSplit, LabelImbalance, TooFewPerClass, ConstantColumns,
        MostlyMissing, TimeOrder,
    ];
}
