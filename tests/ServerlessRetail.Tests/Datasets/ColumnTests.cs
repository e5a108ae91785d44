using CsCheck;
using ServerlessRetail.Datasets;

namespace ServerlessRetail.Tests.Datasets;

public sealed class ColumnTests
{
    [Fact]
    public async Task A_column_of_many_numbers_is_stored_as_numbers()
    {
        var text = "n,t\n" + string.Concat(Enumerable.Range(0, 3_000).Select(i => i % 100 == 99 ? "oops,x\n" : i % 100 == 98 ? "NA,x\n" : $"{i}.5,x\n"));

        var reading = await Reading.OfAsync(text);

        var column = Assert.IsType<NumberColumn>(reading.Dataset.Columns[0]);
        Assert.Equal(1234.5f, column.GetNumber(1234));
        Assert.True(column.IsMissing(99));
        Assert.Equal(60, column.MissingCount);
        Assert.Equal(30, column.UnreadableCount);
        Assert.Equal(2_940, column.NumberCount);
    }

    [Fact]
    public async Task A_column_is_kept_as_text_on_request()
    {
        var text = "n\n" + string.Concat(Enumerable.Range(0, 3_000).Select(i => $"{i:000000}\n"));

        var reading = await Reading.OfAsync(text, new ReadOptions { TextColumns = ["n"] });

        var column = Assert.IsType<CodedColumn>(reading.Dataset.Columns[0]);
        Assert.Equal(3_000, column.DistinctCount);
        Assert.Equal("000017", column.GetValue(column.GetCode(17)));
        Assert.Equal(17f, column.GetNumber(17));
    }

    [Fact]
    public async Task A_column_with_too_few_numbers_among_many_texts_stays_coded()
    {
        var text = "n\n" + string.Concat(Enumerable.Range(0, 3_000).Select(i => i % 10 == 0 ? $"x{i}\n" : $"{i}\n"));

        var reading = await Reading.OfAsync(text);

        var column = Assert.IsType<CodedColumn>(reading.Dataset.Columns[0]);
        Assert.Equal(2_700, column.NumberCount);
        Assert.Equal(0, column.MissingCount);
    }

    [Fact]
    public async Task Own_missing_values_are_missing_among_numbers_as_well()
    {
        var text = "n\n" + string.Concat(Enumerable.Range(0, 3_000).Select(i => i % 3 == 0 ? "-200\n" : $"{i}\n"));

        var reading = await Reading.OfAsync(text, new ReadOptions { MissingValues = ["-200"] });

        Assert.Equal(1_000, reading.Dataset.Columns[0].MissingCount);
        Assert.Equal(0, Assert.IsType<NumberColumn>(reading.Dataset.Columns[0]).UnreadableCount);
    }

    [Fact]
    public void Columns_can_be_made_for_tests()
    {
        var coded = CodedColumn.FromTexts("c", 0, ["b", null, " a ", "NA", "b", "1,5"]);
        var arrays = new CodedColumn("c", 0, [0, -1, 1], ["x", "2"], [float.NaN, 2]);
        var numbers = new NumberColumn("n", 1, [1, float.NaN], 1);

        Assert.Equal([0, -1, 1, -1, 0, 2], Enumerable.Range(0, 6).Select(coded.GetCode));
        Assert.Equal("a", coded.GetValue(1));
        Assert.Equal((3, 1, 1, 2), (arrays.RowCount, arrays.MissingCount, arrays.NumberCount, arrays.PresentCount));
        Assert.Equal((2, 1, 1), (numbers.RowCount, numbers.MissingCount, numbers.UnreadableCount));
    }

    [Fact]
    public void Codes_of_any_width_come_back() =>
        Gen.Select(Gen.Int[1, 100_000], Gen.Int[1, 40_000], Gen.Int[0, 1_000_000]).Sample(
            (count, batch, largest) =>
            {
                var random = new Random(count);
                var codes = Enumerable.Range(0, count).Select(i => random.Next(-1, 1 + (int)((long)largest * i / count))).ToArray();
                var list = new CodeList();
                foreach (var part in codes.Chunk(batch))
                    list.Append(part);
                return list.Count == count && Enumerable.Range(0, count).All(row => list[row] == codes[row]);
            },
            iter: 30);

    [Fact]
    public void Lines_of_rows_come_back() =>
        Gen.Int[1, 3].Array[1, 200].Sample(steps =>
        {
            var lines = new RowLines();
            long line = 0;
            var expected = steps.Select(step => line += step).ToArray();
            Array.ForEach(expected, lines.Add);
            return expected.Select((value, row) => lines.GetLine(row) == value).All(same => same);
        });

    [Fact]
    public void Distinct_texts_get_codes_in_order_of_appearance() =>
        Gen.String[Gen.Char["abcäß€1"], 1, 20].Array[1, 3_000].Sample(
            texts =>
            {
                var column = CodedColumn.FromTexts("c", 0, texts);
                var distinct = texts.Distinct().ToList();
                return column.DistinctCount == distinct.Count
                    && texts.Select((text, row) => column.GetCode(row) == distinct.IndexOf(text) && column.GetValue(column.GetCode(row)) == text).All(same => same);
            },
            iter: 30);
}
