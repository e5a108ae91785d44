using ServerlessRetail.Datasets;

namespace ServerlessRetail.Tests.Datasets;

public sealed class HeaderTests
{
    [Fact]
    public async Task Names_become_unique_and_never_empty()
    {
        var reading = await Reading.OfAsync("a,,a,a_2,a,column2\n1,2,3,4,5,6\n");

        Assert.Equal(["a", "column2_2", "a_3", "a_2", "a_4", "column2"], reading.Dataset.Columns.Select(column => column.Name));
        Assert.Equal(
            [DatasetNote.UnnamedColumn, DatasetNote.DuplicateName, DatasetNote.DuplicateName], reading.Dataset.Notes.Select(note => note.Code));
    }

    [Fact]
    public async Task Given_names_make_the_first_row_data()
    {
        var reading = await Reading.OfAsync("x,1\ny,2\n", new ReadOptions { ColumnNames = ["kind", "size"] });

        Assert.Equal(["kind", "size"], reading.Dataset.Columns.Select(column => column.Name));
        Assert.Equal(2, reading.Dataset.RowCount);
        Assert.Equal(1, reading.Dataset.GetLine(0));
    }

    [Fact]
    public async Task Given_names_that_repeat_the_header_do_not_make_it_data()
    {
        var reading = await Reading.OfAsync("Kind,Size\ny,2\n", new ReadOptions { ColumnNames = ["kind", "size"] });

        Assert.Equal([["y", "2"]], reading.Rows());
    }

    [Fact]
    public async Task Given_names_must_fit_the_rows()
    {
        var rejected = await Reading.RejectedAsync("x,1\ny,2\n", new ReadOptions { ColumnNames = ["kind"] });

        Assert.Equal(RejectionReasons.InvalidSettings, rejected.Reason);
    }

    [Theory]
    [InlineData("1,2\n3,4\n", 2)]
    [InlineData("5.1,3.5,setosa\n4.9,3.0,setosa\n", 2)]
    [InlineData("a,2\n3,4\n", 1)]
    [InlineData("product,2019,2020\nx,4,5\n", 1)]
    public async Task A_first_row_of_numbers_is_data(string text, int rows)
    {
        var reading = await Reading.OfAsync(text);

        Assert.Equal(rows, reading.Dataset.RowCount);
    }

    [Fact]
    public async Task Only_trailing_columns_without_name_and_value_are_dropped()
    {
        var reading = await Reading.OfAsync("a,,b,,\n1,,2,,\n3,,4,,\n");

        Assert.Equal(["a", "column2", "b"], reading.Dataset.Columns.Select(column => column.Name));
        Assert.Equal(2, reading.Dataset.Notes.Count(note => note.Code == DatasetNote.EmptyColumnDropped));
    }
}
