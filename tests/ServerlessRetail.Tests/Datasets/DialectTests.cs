using ServerlessRetail.Datasets;

namespace ServerlessRetail.Tests.Datasets;

public sealed class DialectTests
{
    [Theory]
    [InlineData("id,name\n1,Ada\n2,Bob\n", ',')]
    [InlineData("id;name\r\n1;Ada\r\n2;Bob\r\n", ';')]
    [InlineData("id\tname\r1\tAda\r2\tBob\r", '\t')]
    [InlineData("id|name\n1|Ada\n2|Bob", '|')]
    [InlineData(" id   name\n  1  Ada \n 2 Bob\n", ' ')]
    [InlineData("\n\r\n\nid,name\n1,Ada\n,\n\n2,Bob\n\n", ',')]
    [InlineData("id , name\n 1,\tAda \n2 ,Bob\n", ',')]
    [InlineData("\"id\",\"name\"\n\"1\",\"Ada\"\n\"2\", \"Bob\" \n", ',')]
    public async Task Delimiter_and_line_ends_are_found(string text, char delimiter)
    {
        var reading = await Reading.OfAsync(text);

        Assert.Equal(delimiter, reading.Dataset.Source.Delimiter);
        Assert.Equal(["id", "name"], reading.Dataset.Columns.Select(column => column.Name));
        Assert.Equal([["1", "Ada"], ["2", "Bob"]], reading.Rows());
        Assert.Empty(reading.Counts);
    }

    [Fact]
    public async Task Semicolons_win_over_decimal_commas()
    {
        var reading = await Reading.OfAsync("1,5;2,5\n3,5;4,5\n");

        Assert.Equal(';', reading.Dataset.Source.Delimiter);
        Assert.Equal(2.5f, reading.Dataset.Columns[1].GetNumber(0));
    }

    [Fact]
    public async Task Quoted_cells_hold_delimiters_line_ends_and_quotes()
    {
        var reading = await Reading.OfAsync("a,b\n\"x,y\",\"line 1\r\nline 2\"\n\"say \"\"hi\"\"\",5\" pipe\n");

        Assert.Equal([["x,y", "line 1\r\nline 2"], ["say \"hi\"", "5\" pipe"]], reading.Rows());
        Assert.Equal([2L, 4L], new[] { reading.Dataset.GetLine(0), reading.Dataset.GetLine(1) });
    }

    [Fact]
    public async Task Empty_rows_are_counted_and_their_lines_remembered()
    {
        var reading = await Reading.OfAsync("a;b\n\n1;2\n;\n;;;;\n3;4\n");

        Assert.Equal(2, reading.Dataset.RowCount);
        Assert.Equal(3, reading.Dataset.EmptyRowCount);
        Assert.Equal(3, reading.Dataset.GetLine(0));
        Assert.Equal(6, reading.Dataset.GetLine(1));
    }

    [Fact]
    public async Task A_single_column_is_a_table()
    {
        var reading = await Reading.OfAsync("colour\nred\ngreen\nred\n");

        Assert.Equal([["red"], ["green"], ["red"]], reading.Rows());
    }

    [Fact]
    public async Task Rows_that_all_end_with_a_delimiter_have_an_empty_column_too_many()
    {
        var reading = await Reading.OfAsync("a,b\n1,2,\n3,4,\n");

        Assert.Equal([["1", "2"], ["3", "4"]], reading.Rows());
        Assert.Equal(DatasetNote.EmptyColumnDropped, Assert.Single(reading.Dataset.Notes).Code);
    }

    [Fact]
    public async Task Row_names_without_a_header_of_their_own_are_the_first_column()
    {
        var reading = await Reading.OfAsync("a,b\nr1,1,2\nr2,3,4\n");

        Assert.Equal(["column1", "a", "b"], reading.Dataset.Columns.Select(column => column.Name));
        Assert.Equal(["r2", "3", "4"], reading.Row(1));
    }
}
