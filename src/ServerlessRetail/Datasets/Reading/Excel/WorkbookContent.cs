using System.IO.Compression;

namespace ServerlessRetail.Datasets;

/// <summary>Looks into a zip archive or compound file before it is read as a workbook.</summary>
internal static class WorkbookContent
{
    private const string Workbook = "xl/workbook.xml";
    private const long RatioCountsFrom = 16L << 20;

    // The names of streams in a compound file are stored in UTF-16.
    private static readonly byte[] EncryptedPackage = System.Text.Encoding.Unicode.GetBytes("EncryptedPackage");
    private static readonly byte[] OldWorkbook = System.Text.Encoding.Unicode.GetBytes("Workbook");

    public static RejectedException Locked() => new(
        RejectionReasons.PasswordProtected, "The workbook is protected with a password. Save it without one and upload it again.");

    /// <returns>One of <see cref="DatasetFormats"/>. The file stands at its beginning.</returns>
    /// <exception cref="RejectedException">The file is no workbook, or a suspicious or locked one.</exception>
    public static string Check(SeekableFile file, long storedBytes, ReadOptions options)
    {
        var isZip = file.ReadByte() == 'P';
        file.Position = 0;
        if (isZip)
            CheckZip(file, storedBytes, options.MaxCompressionRatio);
        else
            CheckCompound(file);
        file.Position = 0;
        return isZip ? DatasetFormats.Xlsx : DatasetFormats.Xls;
    }

    private static void CheckZip(SeekableFile file, long storedBytes, int maxRatio)
    {
        using var zip = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true);
        if (!zip.Entries.Any(entry => entry.FullName.Equals(Workbook, StringComparison.OrdinalIgnoreCase)))
        {
            throw new RejectedException(
                RejectionReasons.BinaryContent, "The file is a zip archive, not a workbook (.xlsx). Unpack it and upload the table in it.");
        }

        // An archive states the lengths of its files, but may lie: they are unpacked once and counted.
        var buffer = new byte[64 * 1024];
        var unpacked = 0L;
        foreach (var entry in zip.Entries.Where(entry => entry.FullName.EndsWith(".xml", StringComparison.OrdinalIgnoreCase)))
        {
            using var content = entry.Open();
            while (content.Read(buffer) is var read and > 0)
            {
                unpacked += read;
                if (unpacked > RatioCountsFrom && unpacked / Math.Max(1, storedBytes) > maxRatio)
                {
                    throw new RejectedException(
                        RejectionReasons.CompressionRatio,
                        $"The workbook unpacks to more than {maxRatio} times its size, as no customer file does. Upload the sheet as CSV if it is one.");
                }
            }
        }
    }

    private static void CheckCompound(SeekableFile file)
    {
        var (isLocked, isWorkbook) = (false, false);
        var buffer = new byte[1 << 20];
        var kept = 0;
        while (file.Read(buffer.AsSpan(kept)) is var read and > 0)
        {
            var bytes = buffer.AsSpan(0, kept + read);
            isLocked |= bytes.IndexOf(EncryptedPackage) >= 0;
            isWorkbook |= bytes.IndexOf(OldWorkbook) >= 0;
            kept = Math.Min(bytes.Length, EncryptedPackage.Length);
            bytes[^kept..].CopyTo(buffer);
        }

        if (isLocked)
            throw Locked();
        if (!isWorkbook)
        {
            throw new RejectedException(
                RejectionReasons.BinaryContent, "The file is an old Office document, not a workbook. Save the table as .xlsx or CSV and upload it.");
        }
    }
}
