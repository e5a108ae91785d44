using System.Text;
using CsCheck;
using ServerlessRetail.Datasets;

namespace ServerlessRetail.Tests.Datasets;

/// <summary>What is written is read again, in any dialect, and no input breaks the reader.</summary>
public sealed class RoundTripTests
{
    private static readonly Gen<string> Cell = Gen.OneOf(
        Gen.String[Gen.Char["abcXYZ0189 ,;|\t\"\r\n.-=ä€"], 0, 12],
        Gen.Int.Select(number => number.ToString(System.Globalization.CultureInfo.InvariantCulture)),
        Gen.Const("NA"),
        Gen.Const(""));

    private static readonly Gen<string[][]> Table =
        from columns in Gen.Int[2, 6]
        from rows in Cell.Array[columns].Array[1, 40]
        select rows;

    private static readonly Gen<(char Delimiter, string NewLine, bool QuoteAll)> Dialect =
        Gen.Select(OneOf(',', ';', '\t', '|'), OneOf("\n", "\r\n", "\r"), Gen.Bool);

    private static readonly Gen<Encoding> AnyEncoding = OneOf<Encoding>(
        new UTF8Encoding(false), new UTF8Encoding(true), new UnicodeEncoding(false, true), new UnicodeEncoding(true, true));

    [Fact]
    public void A_written_table_is_read_as_it_was() =>
        Gen.Select(Table, Dialect, AnyEncoding, Gen.Bool).Sample(
            (table, dialect, encoding, zips) =>
            {
                var names = Enumerable.Range(0, table[0].Length).Select(i => $"name{i}").ToArray();
                var text = Write([names, .. table], dialect);
                byte[] bytes = [.. encoding.Preamble, .. encoding.GetBytes(text)];
                var expected = table.Where(row => row.Any(cell => cell.Trim(' ', '\t', '\r', '\n').Length > 0)).Select(row => row.Select(Normal).ToArray()).ToArray();

                var (reading, rejected) = Reading.Try(zips ? Reading.Zip(bytes) : bytes);

                if (expected.Length == 0)
                    return rejected?.Reason == RejectionReasons.NoRows;
                return rejected is null
                    && reading!.Dataset.QuarantinedCount == 0
                    && reading.Dataset.EmptyRowCount == table.Length - expected.Length
                    && reading.Dataset.Columns.Select(column => column.Name).SequenceEqual(names)
                    && reading.Rows().Zip(expected).All(pair => pair.First.SequenceEqual(pair.Second))
                    && reading.Dataset.RowCount == expected.Length;
            },
            iter: 2_000);

    [Fact]
    public void Every_row_is_kept_quarantined_or_empty() =>
        Gen.String[Gen.Char["ab1,,\n "], 0, 400].Sample(
            text =>
            {
                var (reading, _) = Reading.Try(Encoding.UTF8.GetBytes("x,y,z\n" + text));
                return reading is null
                    || reading.Dataset.Notes.Any(note => note.Code == DatasetNote.TitleRowsSkipped)
                    || reading.Dataset.RowCount + reading.Dataset.QuarantinedCount + reading.Dataset.EmptyRowCount == CountLines(text);
            },
            iter: 5_000);

    [Fact]
    public void No_change_of_a_file_breaks_the_reader() =>
        Gen.Select(Table, Dialect, AnyEncoding, Gen.Bool, Gen.Select(Gen.Int[0, 1_000_000], Gen.Int[0, 4], Gen.Byte).Array[1, 12]).Sample(
            (table, dialect, encoding, zips, changes) =>
            {
                List<byte> bytes = [.. encoding.Preamble, .. encoding.GetBytes(Write(table, dialect))];
                bytes = zips ? [.. Reading.Zip([.. bytes])] : bytes;
                foreach (var change in changes)
                    Change(bytes, change);

                var (reading, rejected) = Reading.Try([.. bytes]);

                return rejected is not null || reading!.Dataset.Columns.All(column => column.RowCount == reading.Dataset.RowCount);
            },
            iter: 5_000);

    [Fact]
    public void No_noise_breaks_the_reader() =>
        Gen.Byte.Array[0, 300].Sample(bytes => Reading.Try(bytes) is var (reading, rejected) && (reading is null) != (rejected is null), iter: 3_000);

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static string Write(string[][] rows, (char Delimiter, string NewLine, bool QuoteAll) dialect) =>
        string.Concat(rows.Select(row => string.Join(dialect.Delimiter, row.Select(cell => Quote(cell, dialect.QuoteAll))) + dialect.NewLine));

    private static string Quote(string cell, bool always) =>
        always || cell.IndexOfAny([.. ",;|\t\"\r\n"]) >= 0 ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell;

    private static string? Normal(string cell) =>
        CellText.Default.IsMissing(cell) ? null : CellText.Trim(cell.AsSpan()).ToString();

    private static int CountLines(string text) => text.Split('\n').Length - (text.Length == 0 || text.EndsWith('\n') ? 1 : 0);

    private static void Change(List<byte> bytes, (int Place, int Kind, byte Value) change)
    {
        var place = bytes.Count == 0 ? 0 : change.Place % bytes.Count;
        switch (change.Kind)
        {
            case 0 when bytes.Count > 0:
                bytes[place] = change.Value;
                break;
            case 1 when bytes.Count > 0:
                bytes.RemoveAt(place);
                break;
            case 2:
                bytes.Insert(place, (byte)'"');
                break;
            case 3:
                bytes.InsertRange(place, bytes.Take(place).ToArray());
                break;
            default:
                bytes.RemoveRange(place, Math.Min(bytes.Count - place, change.Value / 8));
                break;
        }
    }
}
