namespace ServerlessRetail.Datasets.Guards;

/// <summary>Looks for one way in which a file would make a model that is worth less than it seems.</summary>
internal interface IGuard
{
    IEnumerable<GuardFinding> Inspect(GuardedData data);
}
