using System.Globalization;
using System.IO.Compression;
using System.Security;

namespace ServerlessRetail.Tests.Datasets;

/// <summary>Writes a minimal .xlsx: a cell is null, a text, a number, a truth, a date, a time, or XML given as it stands.</summary>
internal static class Workbook
{
    public sealed record Xml(string Content);

    public static byte[] Write(params (string Name, object?[][] Rows)[] sheets)
    {
        var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            var numbers = Enumerable.Range(1, sheets.Length).ToList();
            Add(zip, "[Content_Types].xml", "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/></Types>");
            Add(zip, "_rels/.rels", "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>");
            Add(zip, "xl/workbook.xml", "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets>"
                + string.Concat(numbers.Select(i => $"<sheet name=\"{sheets[i - 1].Name}\" sheetId=\"{i}\" r:id=\"rId{i}\"/>")) + "</sheets></workbook>");
            Add(zip, "xl/_rels/workbook.xml.rels", "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
                + string.Concat(numbers.Select(i => $"<Relationship Id=\"rId{i}\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" Target=\"worksheets/sheet{i}.xml\"/>"))
                + "<Relationship Id=\"rId99\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles\" Target=\"styles.xml\"/></Relationships>");
            // Format 14 is a date, 22 a date with a time, 21 a time.
            Add(zip, "xl/styles.xml", "<styleSheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><cellXfs count=\"4\"><xf numFmtId=\"0\"/><xf numFmtId=\"14\" applyNumberFormat=\"1\"/><xf numFmtId=\"22\" applyNumberFormat=\"1\"/><xf numFmtId=\"21\" applyNumberFormat=\"1\"/></cellXfs></styleSheet>");
            foreach (var i in numbers)
                Add(zip, $"xl/worksheets/sheet{i}.xml", Sheet(sheets[i - 1].Rows));
        }

        return file.ToArray();
    }

    /// <summary>Changes the largest part of a workbook, as it was before it was packed.</summary>
    public static byte[] Change(byte[] workbook, Func<byte[], byte[]> change)
    {
        var file = new MemoryStream();
        file.Write(workbook);
        using (var zip = new ZipArchive(file, ZipArchiveMode.Update, leaveOpen: true))
        {
            var part = zip.Entries.OrderByDescending(entry => entry.Length).First();
            var content = new MemoryStream();
            using (var stream = part.Open())
                stream.CopyTo(content);
            var name = part.FullName;
            part.Delete();
            using var changed = zip.CreateEntry(name).Open();
            changed.Write(change(content.ToArray()));
        }

        return file.ToArray();
    }

    private static string Sheet(object?[][] rows) =>
        "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>"
        + string.Concat(rows.Select((row, r) => $"<row r=\"{r + 1}\">{string.Concat(row.Select((cell, c) => Cell(cell, $"{(char)('A' + c)}{r + 1}")))}</row>"))
        + "</sheetData></worksheet>";

    private static string Cell(object? value, string place) => value switch
    {
        null => "",
        Xml xml => xml.Content.Replace("@", place, StringComparison.Ordinal),
        string text => $"<c r=\"{place}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{SecurityElement.Escape(text)}</t></is></c>",
        bool truth => $"<c r=\"{place}\" t=\"b\"><v>{(truth ? 1 : 0)}</v></c>",
        DateOnly date => $"<c r=\"{place}\" s=\"1\"><v>{date.DayNumber - new DateOnly(1899, 12, 30).DayNumber}</v></c>",
        DateTime time => $"<c r=\"{place}\" s=\"2\"><v>{time.ToOADate().ToString(CultureInfo.InvariantCulture)}</v></c>",
        TimeOnly time => $"<c r=\"{place}\" s=\"3\"><v>{(time.Ticks / (double)TimeSpan.TicksPerDay).ToString(CultureInfo.InvariantCulture)}</v></c>",
        _ => $"<c r=\"{place}\"><v>{Convert.ToString(value, CultureInfo.InvariantCulture)}</v></c>",
    };

    private static void Add(ZipArchive zip, string name, string content)
    {
        using var writer = new StreamWriter(zip.CreateEntry(name).Open());
        writer.Write("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>" + content);
    }
}
