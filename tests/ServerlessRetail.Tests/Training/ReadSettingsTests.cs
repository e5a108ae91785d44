using ServerlessRetail.Datasets;
using ServerlessRetail.Tests.Datasets;
using ServerlessRetail.Training;

namespace ServerlessRetail.Tests.Training;

/// <summary>What model.json says about reading a file has its effect on the file.</summary>
public sealed class ReadSettingsTests
{
    [Fact]
    public async Task The_sheet_that_is_named_is_read()
    {
        var workbook = Workbook.Write(("First", [["a", "b"], [1, 2]]), ("Second", [["c", "d"], [3, 4]]));

        var reading = await Reading.OfAsync(workbook, Options(new ModelSettings { Sheet = "Second" }));

        Assert.Equal("Second", reading.Dataset.Source.Sheet);
    }

    [Fact]
    public async Task Own_words_count_as_missing_in_any_case()
    {
        var reading = await Reading.OfAsync("a,b\nkeine Angabe,1\nx,KEINE ANGABE\n", Options(new ModelSettings { Missing = [" Keine Angabe "] }));

        Assert.Equal([[null, "1"], ["x", null]], reading.Rows());
    }

    [Theory]
    [InlineData(0.2, false)]
    [InlineData(0.5, true)]
    public async Task Bad_rows_are_left_out_up_to_their_largest_share(double share, bool isRead)
    {
        const string Text = "a,b\n1,2\n3\n4,5\n6\n";
        var options = Options(new ModelSettings { MaxBadRows = share });

        if (isRead)
            Assert.Equal(2, (await Reading.OfAsync(Text, options)).Dataset.QuarantinedCount);
        else
            Assert.Contains("At most 20 % may be left out", (await Reading.RejectedAsync(Text, options)).Message);
    }

    [Fact]
    public async Task A_small_share_of_bad_rows_is_told_as_it_was_given()
    {
        var rejected = await Reading.RejectedAsync("a,b\n1,2\n3\n", Options(new ModelSettings { MaxBadRows = 0.005 }));

        Assert.Contains("At most 0.5 % may be left out", rejected.Message);
    }

    [Fact]
    public async Task A_table_beyond_the_memory_that_is_set_is_rejected()
    {
        var text = "a,b\n" + string.Concat(Enumerable.Range(0, 50_000).Select(i => $"{i},x{i}\n"));

        var rejected = await Reading.RejectedAsync(text, Options(new ModelSettings { MemoryMegabytes = 1 }));

        Assert.Equal(RejectionReasons.MemoryBudget, rejected.Reason);
        Assert.Contains("1 MB", rejected.Message);
    }

    [Fact]
    public void Without_settings_a_share_of_the_instances_memory_may_be_taken()
    {
        var options = Options(new ModelSettings());

        Assert.InRange(options.MemoryBudgetBytes!.Value, 1 << 20, (long)(0.4 * GC.GetGCMemoryInfo().TotalAvailableMemoryBytes) + 1);
        Assert.Equal(0.2, options.MaxQuarantinedShare);
    }

    private static ReadOptions Options(ModelSettings settings) => UploadReader.OptionsFor(settings);
}
