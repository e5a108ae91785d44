using ServerlessRetail.Datasets;

namespace ServerlessRetail.Tests.Datasets;

public sealed class RealFilesTests
{
    [Theory]
    [InlineData("telco/Telco-Customer-Churn.csv", 7_043, 21, ',')]
    [InlineData("online_shoppers/online_shoppers_intention.csv", 12_330, 18, ';')]
    [InlineData("credit_data/credit_data.csv", 4_454, 15, ',')]
    [InlineData("wholesale/Wholesale customers data.csv", 440, 8, ',')]
    [InlineData("diamonds/diamonds.csv", 53_940, 11, ',')]
    [InlineData("bike_hour/bike_sharing.csv", 17_379, 17, ',')]
    [InlineData("cdnow/CDNOW_master.txt", 69_659, 4, ' ')]
    [InlineData("cdnow/CDNOW_sample.txt", 6_919, 5, ' ')]
    [InlineData("airquality/AirQualityUCI.csv", 9_357, 15, ';')]
    [InlineData("online_retail/online_retail.csv.gz", 541_909, 8, ',')]
    public async Task Every_row_of_a_real_file_is_read(string file, int rows, int columns, char delimiter)
    {
        var reading = await SharedData.ReadAsync(file);

        Assert.Equal(rows, reading.Dataset.RowCount);
        Assert.Equal(columns, reading.Dataset.Columns.Count);
        Assert.Equal(0, reading.Dataset.QuarantinedCount);
        Assert.Equal(delimiter, reading.Dataset.Source.Delimiter);
        Assert.Equal("", reading.Quarantine);
    }

    [Fact]
    public async Task Blank_charges_of_new_telco_customers_are_missing()
    {
        var reading = await SharedData.ReadAsync("telco/Telco-Customer-Churn.csv");

        var charges = Assert.IsType<NumberColumn>(reading.Dataset.FindColumn("TotalCharges"));
        Assert.Equal(11, charges.MissingCount);
        Assert.Equal(0, charges.UnreadableCount);
        Assert.Equal(29.85f, charges.GetNumber(0));
    }

    [Fact]
    public async Task Decimal_commas_empty_rows_and_nameless_columns_of_air_quality_are_understood()
    {
        var reading = await SharedData.ReadAsync("airquality/AirQualityUCI.csv");

        Assert.Equal(114, reading.Dataset.EmptyRowCount);
        Assert.Equal("comma", reading.Dataset.FindColumn("CO(GT)")!.NumberFormat.Id);
        Assert.Equal(2.6f, reading.Dataset.FindColumn("CO(GT)")!.GetNumber(0));
        Assert.Equal(0.7578f, reading.Dataset.FindColumn("AH")!.GetNumber(0));
        Assert.Equal(2, reading.Dataset.Notes.Count(note => note.Code == DatasetNote.EmptyColumnDropped));
    }

    [Fact]
    public async Task A_sample_without_header_gets_numbered_columns()
    {
        var reading = await SharedData.ReadAsync("cdnow/CDNOW_sample.txt");

        Assert.Equal(["column1", "column2", "column3", "column4", "column5"], reading.Dataset.Columns.Select(column => column.Name));
        Assert.Equal(29.33f, reading.Dataset.Columns[4].GetNumber(0));
        Assert.Contains(reading.Dataset.Notes, note => note.Code == DatasetNote.NoHeader);
    }

    [Fact]
    public async Task A_workbook_holds_the_same_table_as_its_csv()
    {
        var text = (await SharedData.ReadAsync("airquality/AirQualityUCI.csv")).Dataset;
        var workbook = (await SharedData.ReadAsync("airquality/AirQualityUCI.xlsx")).Dataset;

        Assert.Equal(text.RowCount, workbook.RowCount);
        Assert.Equal(text.Columns.Select(column => column.Name), workbook.Columns.Select(column => column.Name));
        Assert.Equal("2004-03-10", ((CodedColumn)workbook.Columns[0]).GetValue(0));
        Assert.Equal("18:00:00", ((CodedColumn)workbook.Columns[1]).GetValue(0));
        foreach (var (inText, inWorkbook) in text.Columns.Zip(workbook.Columns).Skip(2))
        {
            Assert.Equal(inText.MissingCount, inWorkbook.MissingCount);
            for (var row = 0; row < text.RowCount; row++)
                Assert.Equal(inText.GetNumber(row), inWorkbook.GetNumber(row), 0.5f + (Math.Abs(inText.GetNumber(row)) * 0.001f));
        }
    }
}
