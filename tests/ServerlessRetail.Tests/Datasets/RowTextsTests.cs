using System.Text;
using CsCheck;
using ServerlessRetail.Datasets;

namespace ServerlessRetail.Tests.Datasets;

public sealed class RowTextsTests
{
    private static readonly Gen<string?> Digits = Gen.OneOf(
        Gen.String[Gen.Char['0', '9'], 1, 3],
        Gen.String[Gen.Char['0', '9'], 1, NumberedTexts.MostDigits],
        Gen.Int[0, 5_000].Select(number => $"{number:D8}"),
        Gen.Const(new string('9', NumberedTexts.MostDigits)),
        Gen.Const("")).Select(digits => digits.Length == 0 ? null : digits);

    private static readonly Gen<string> Head = Gen.OneOf(Gen.Const(""), Gen.Const("C"), Gen.Const("-"), Gen.Const("$"), Gen.Const("Kunde Nr. "), Gen.Const("7590-Ä"));

    // Groups of digits of one length, in one case.
    private static readonly Gen<string?[]> Hexes =
        from groups in Gen.Int[1, 12].Array[1, 5]
        from separator in Gen.Char["-. :Gz"]
        from isUpper in Gen.Bool
        from isDecimal in Gen.Bool
        from values in Gen.Int[0, 3_000].Array[1, 1_000]
        select Array.ConvertAll(values, value => value == 0 ? null : Hex(value, groups, separator, isDecimal, isUpper));

    [Fact]
    public void Texts_with_a_number_are_the_same_as_in_a_dictionary() =>
        Gen.Select(Head, Digits.Array[1, 2_000]).Where((_, digits) => digits.Any(text => text is not null)).Sample(
            (head, digits) => IsLikeDictionary<NumberedTexts>(
                Array.ConvertAll(digits, text => text is null ? null : head + text), NumberFormat.FromId(head == "$" ? "point-currency" : "point")),
            iter: 200);

    [Fact]
    public void Hexadecimal_texts_are_the_same_as_in_a_dictionary() =>
        Hexes.Where(cells => cells.Distinct().Count() > 2).Sample(
            cells => Packed(cells) is NumberedTexts || IsLikeDictionary<HexTexts>(cells, NumberFormat.Point),
            iter: 200);

    [Theory]
    [InlineData("C1", "G1")]
    [InlineData("C1b", "C1F")]
    [InlineData("C1-", "C1b")]
    [InlineData("C1", "C")]
    [InlineData("C1", "C1a")]
    [InlineData("C1", "C1 2")]
    [InlineData("C1", "C1234567890123456789")]
    [InlineData("one", "one")]
    public void Other_texts_stay_in_the_dictionary(string first, string second) =>
        Assert.Null(Packed([first, second]));

    [Theory]
    [InlineData("C{0:D8}", "")]
    [InlineData("C{0:D8}", "C00000007")]
    [InlineData("{0:D12}", "000000000009")]
    [InlineData("C{0:D8}", "", "C999999999999")]
    [InlineData("C{0:D8}", "", "another kind")]
    [InlineData("01f0c3d2-{0:x8}-4000", "", "01f0c3e2-00000000-5000")]
    [InlineData("01F0C3D2-{0:X8}", "N0", "01f0c3e2-00000000")]
    [InlineData("+49 {0:D6}/55", "NA")]
    [InlineData("C{0:D8}", "", "\"a \"\"quoted\"\" kind\"")]
    public async Task Ids_of_a_long_file_come_back(string pattern, string missing, string? odd = null)
    {
        const int Rows = 90_000;
        var random = new Random(3);
        var cells = Enumerable.Range(0, Rows).Select(_ => Pattern(pattern, random.Next(1_000_000))).ToArray();
        for (var row = 0; row < Rows; row += 50)
            cells[row] = row % 100 == 0 ? missing : $"\" {cells[row]}\"";
        cells[80_000] = odd ?? cells[80_000];
        var options = new ReadOptions { TextColumns = ["id"], MissingValues = [missing] };

        var reading = await Reading.OfAsync("id,x\n" + string.Concat(cells.Select(cell => $"{cell},1\n")), options);

        var column = Assert.IsType<CodedColumn>(reading.Dataset.Columns[0]);
        var expected = CodedColumn.FromTexts("id", 0, cells.Select(cell => cell == missing ? null : Unquote(cell)));
        Assert.Equal((Rows, expected.MissingCount, expected.DistinctCount), (column.RowCount, column.MissingCount, column.DistinctCount));
        Assert.Equal(expected.NumberCount, column.NumberCount);
        Assert.All(Enumerable.Range(0, Rows), row => Assert.Equal(expected.GetCode(row), column.GetCode(row)));
        Assert.All(Enumerable.Range(0, expected.DistinctCount), code => Assert.Equal(expected.GetValue(code), column.GetValue(code)));
    }

    [Fact]
    public async Task Ids_take_less_memory_than_their_texts()
    {
        var options = new ReadOptions { MemoryBudgetBytes = 4 << 20 };

        var reading = await Reading.OfAsync(Ids(i => "C"), options);
        var rejected = await Reading.RejectedAsync(Ids(i => i % 2 == 0 ? "C" : "G"), options);

        Assert.Equal(200_000, Assert.IsType<CodedColumn>(reading.Dataset.Columns[0]).DistinctCount);
        Assert.Equal(RejectionReasons.MemoryBudget, rejected.Reason);

        static string Ids(Func<int, string> head) =>
            "id,x\n" + string.Concat(Enumerable.Range(0, 200_000).Select(i => $"{head(i)}{7_919L * i % 1_000_000:D8},1\n"));
    }

    private static bool IsLikeDictionary<TTexts>(string?[] cells, NumberFormat format)
        where TTexts : RowTexts
    {
        if (Packed(cells) is not TTexts texts)
            return false;
        var packed = new RowTextCells(texts, format);
        var distinct = cells.OfType<string>().Distinct().ToList();
        var numbers = Array.ConvertAll(cells, text => text is null ? float.NaN : format.Parse(text));
        return packed.RowCount == cells.Length
            && packed.DistinctCount == distinct.Count
            && packed.CountMissing() == cells.Count(text => text is null)
            && packed.CountNumbers() == numbers.Count(number => !float.IsNaN(number))
            && distinct.Select((text, code) => packed.GetText(code) == text && packed.GetTextAsNumber(code).Equals(format.Parse(text))).All(same => same)
            && cells.Select((text, row) => packed.GetCode(row) == (text is null ? -1 : distinct.IndexOf(text))
                && packed.IsMissing(row) == text is null
                && packed.GetNumber(row).Equals(numbers[row])).All(same => same);
    }

    private static RowTexts? Packed(string?[] cells)
    {
        var values = new ValueList();
        var distinct = cells.OfType<string>().Distinct().ToList();
        distinct.ForEach(text => values.Add(Encoding.UTF8.GetBytes(text)));
        var codes = CodeList.From(Array.ConvertAll(cells, text => text is null ? -1 : distinct.IndexOf(text)));
        return RowTexts.TryPack(codes, values, out var texts) ? texts : null;
    }

    private static string Hex(int value, int[] groups, char separator, bool isDecimal, bool isUpper)
    {
        var random = new Random(value);
        var letters = isDecimal ? "0123456789" : isUpper ? "0123456789ABCDEF" : "0123456789abcdef";
        return string.Join(separator, groups.Select(length => string.Concat(Enumerable.Range(0, length).Select(_ => letters[random.Next(letters.Length)]))));
    }

    private static string Pattern(string pattern, int number) => string.Format(System.Globalization.CultureInfo.InvariantCulture, pattern, number);

    private static string Unquote(string cell) => cell.StartsWith('"') ? cell[1..^1].Replace("\"\"", "\"", StringComparison.Ordinal).Trim() : cell;
}
