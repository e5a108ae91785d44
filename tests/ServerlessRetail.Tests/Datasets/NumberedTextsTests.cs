using System.Text;
using CsCheck;
using ServerlessRetail.Datasets;

namespace ServerlessRetail.Tests.Datasets;

public sealed class NumberedTextsTests
{
    private static readonly Gen<string?> Digits = Gen.OneOf(
        Gen.String[Gen.Char['0', '9'], 1, 3],
        Gen.String[Gen.Char['0', '9'], 1, NumberedTexts.MostDigits],
        Gen.Int[0, 5_000].Select(number => $"{number:D8}"),
        Gen.Const(new string('9', NumberedTexts.MostDigits)),
        Gen.Const("")).Select(digits => digits.Length == 0 ? null : digits);

    private static readonly Gen<string> Head = Gen.OneOf(Gen.Const(""), Gen.Const("C"), Gen.Const("-"), Gen.Const("$"), Gen.Const("Kunde Nr. "), Gen.Const("7590-Ä"));

    [Fact]
    public void Cells_are_the_same_as_in_a_dictionary() =>
        Gen.Select(Head, Digits.Array[1, 2_000]).Where((_, digits) => digits.Any(text => text is not null)).Sample(
            (head, digits) =>
            {
                var cells = digits.Select(text => text is null ? null : head + text).ToArray();
                var distinct = cells.OfType<string>().Distinct().ToList();
                var format = NumberFormat.FromId(head == "$" ? "point-currency" : "point");

                var numbered = new NumberedCells(Make(cells, distinct)!, format);

                var numbers = cells.Select(text => text is null ? float.NaN : format.Parse(text)).ToList();
                return numbered.RowCount == cells.Length
                    && numbered.DistinctCount == distinct.Count
                    && numbered.CountMissing() == cells.Count(text => text is null)
                    && numbered.CountNumbers() == numbers.Count(number => !float.IsNaN(number))
                    && distinct.Select((text, code) => numbered.GetText(code) == text && numbered.GetTextAsNumber(code).Equals(format.Parse(text))).All(same => same)
                    && cells.Select((text, row) => numbered.GetCode(row) == (text is null ? -1 : distinct.IndexOf(text))
                        && numbered.IsMissing(row) == text is null
                        && numbered.GetNumber(row).Equals(numbers[row])).All(same => same);
            },
            iter: 200);

    [Theory]
    [InlineData("C1", "D1")]
    [InlineData("C1", "C")]
    [InlineData("C1", "C1a")]
    [InlineData("C1", "C1 2")]
    [InlineData("C1", "C1234567890123456789")]
    [InlineData("one", "one")]
    public void Other_texts_stay_in_the_dictionary(string first, string second) =>
        Assert.Null(Make([first, second], [first, second]));

    [Theory]
    [InlineData("C{0:D8}", "")]
    [InlineData("C{0:D8}", "C00000007")]
    [InlineData("{0:D12}", "000000000009")]
    [InlineData("C{0:D8}", "", "C999999999999")]
    [InlineData("C{0:D8}", "", "another kind")]
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
        var text = "id,x\n" + string.Concat(Enumerable.Range(0, 200_000).Select(i => $"C{7_919L * i % 1_000_000:D8},1\n"));
        var options = new ReadOptions { MemoryBudgetBytes = 4 << 20 };

        var reading = await Reading.OfAsync(text, options);
        var rejected = await Reading.RejectedAsync(text.Replace("C00", "00C", StringComparison.Ordinal).Replace(",1\n", "x,1\n", StringComparison.Ordinal), options);

        Assert.Equal(200_000, Assert.IsType<CodedColumn>(reading.Dataset.Columns[0]).DistinctCount);
        Assert.Equal(RejectionReasons.MemoryBudget, rejected.Reason);
    }

    private static NumberedTexts? Make(string?[] cells, List<string> distinct)
    {
        var values = new ValueList();
        distinct.ForEach(text => values.Add(Encoding.UTF8.GetBytes(text)));
        var codes = CodeList.From(Array.ConvertAll(cells, text => text is null ? -1 : distinct.IndexOf(text)));
        return NumberedTexts.TryMake(codes, values, out var texts) ? texts : null;
    }

    private static string Pattern(string pattern, int number) => string.Format(System.Globalization.CultureInfo.InvariantCulture, pattern, number);

    private static string Unquote(string cell) => cell.StartsWith('"') ? cell[1..^1].Replace("\"\"", "\"", StringComparison.Ordinal).Trim() : cell;
}
