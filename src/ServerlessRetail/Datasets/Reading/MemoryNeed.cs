using System.Globalization;

namespace ServerlessRetail.Datasets;

/// <summary>Estimates the memory that a table will need from what has been read of it.</summary>
internal static class MemoryNeed
{
    // The instance sizes of the Flex Consumption plan: https://learn.microsoft.com/azure/azure-functions/flex-consumption-plan
    private static ReadOnlySpan<int> InstanceMegabytes => [512, 2048, 4096];

    // Measured: the runtime, libraries and buffers take this much; features and training take as much again as the table.
    private const long FixedBytes = 160L << 20;
    private const int TablesInTraining = 2;

    /// <param name="table">What has been read.</param>
    /// <param name="budget">Bytes that it may take.</param>
    /// <param name="storedRead">Stored bytes that were read for it.</param>
    /// <param name="storedLength">Length of the file as stored; null: not known.</param>
    public static RejectedException Reject(TableBuilder table, long budget, long storedRead, long? storedLength)
    {
        var whole = storedLength is > 0 && storedRead > 0
            ? table.MemoryBytes * Math.Max(1.0, (double)storedLength.Value / storedRead)
            : (double?)null;
        var estimate = whole is { } bytes
            ? string.Create(CultureInfo.InvariantCulture, $"; the whole table will take about {Math.Ceiling(bytes / (1 << 20)):N0} MB")
            : "";
        return new RejectedException(
            RejectionReasons.MemoryBudget,
            string.Create(
                CultureInfo.InvariantCulture,
                $"After {table.RowCount:N0} rows the table takes more than the {Math.Max(1, budget >> 20)} MB set aside for it{estimate}. {Suggest(whole)}"));
    }

    private static string Suggest(double? whole)
    {
        const string Sample = "train on a sample of the rows or leave out columns.";
        if (whole is null)
            return $"Choose a larger instance size (2048 or 4096 MB), {Sample}";
        foreach (var megabytes in InstanceMegabytes)
        {
            if (FixedBytes + (TablesInTraining * whole.Value) <= (long)megabytes << 20)
                return $"An instance size of {megabytes} MB fits; otherwise {Sample}";
        }

        return $"No instance size fits it: {Sample}";
    }
}
