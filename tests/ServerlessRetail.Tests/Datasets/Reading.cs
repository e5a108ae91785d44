using System.IO.Compression;
using System.Text;
using ServerlessRetail.Datasets;

namespace ServerlessRetail.Tests.Datasets;

/// <summary>Reads a file given as text or bytes, and keeps what went to quarantine.</summary>
internal sealed record Reading(Dataset Dataset, string Quarantine, IReadOnlyDictionary<string, int> Counts)
{
    public static Task<Reading> OfAsync(string text, ReadOptions? options = null) => OfAsync(Encoding.UTF8.GetBytes(text), options);

    public static async Task<Reading> OfAsync(byte[] bytes, ReadOptions? options = null)
    {
        var destination = new MemoryStream();
        await using var quarantine = new QuarantineWriter(_ => Task.FromResult<Stream>(destination));
        var dataset = await DatasetReader.ReadAsync(new MemoryStream(bytes), options ?? new ReadOptions(), quarantine, TestContext.Current.CancellationToken);
        return new Reading(dataset, Encoding.UTF8.GetString(destination.ToArray()), quarantine.Counts);
    }

    public static async Task<RejectedException> RejectedAsync(byte[] bytes, ReadOptions? options = null) =>
        await Assert.ThrowsAsync<RejectedException>(() => OfAsync(bytes, options));

    public static Task<RejectedException> RejectedAsync(string text, ReadOptions? options = null) =>
        RejectedAsync(Encoding.UTF8.GetBytes(text), options);

    /// <summary>Reads a file of which every row but one may be bad.</summary>
    public static (Reading? Reading, RejectedException? Rejected) Try(byte[] bytes)
    {
        try
        {
            return (OfAsync(bytes, new ReadOptions { MaxQuarantinedShare = 1 }).GetAwaiter().GetResult(), null);
        }
        catch (RejectedException rejected)
        {
            return (null, rejected);
        }
    }

    public static byte[] Zip(byte[] bytes)
    {
        var zipped = new MemoryStream();
        using (var gzip = new GZipStream(zipped, CompressionLevel.Fastest))
            gzip.Write(bytes);
        return zipped.ToArray();
    }

    /// <summary>The kept cells, row by row, as texts; a missing cell is null.</summary>
    public IEnumerable<string?[]> Rows() =>
        Enumerable.Range(0, Dataset.RowCount).Select(row => Dataset.Columns.Select(column => GetText(column, row)).ToArray());

    public string?[] Row(int row) => Rows().ElementAt(row);

    private static string? GetText(Column column, int row) => column switch
    {
        _ when column.IsMissing(row) => null,
        CodedColumn coded => coded.GetValue(coded.GetCode(row)),
        _ => column.GetNumber(row).ToString(System.Globalization.CultureInfo.InvariantCulture),
    };
}
