using CsCheck;
using ServerlessRetail.Datasets;

namespace ServerlessRetail.Tests.Datasets.Types;

public sealed class DateFormatTests
{
    public static TheoryData<string> Ids => [.. DateFormat.All.Select(format => format.Id)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void What_a_format_writes_it_reads(string id)
    {
        var format = DateFormat.FromId(id);
        var isShort = id.EndsWith("yy", StringComparison.Ordinal) && !id.EndsWith("yyyy", StringComparison.Ordinal);
        var days = format.IsTimeOnly ? Gen.Const(0) : isShort ? Gen.Int[0, 35_000] : Gen.Int[-25_000, 80_000];
        var seconds = format == DateFormat.Excel || id == "yyyy-MM" ? Gen.Const(0) : Gen.OneOf(Gen.Const(0), Gen.Int[0, 86_399]);

        Gen.Select(days, seconds).Sample((day, second) =>
        {
            var moment = id == "yyyy-MM" ? FirstOfMonth(day) : day + (second / 86_400.0);
            return format.Parse($" {format.Format(moment)} ") is var read && Math.Abs(read - moment) < 1e-9 && format.Format(read) == format.Format(moment);
        });
    }

    [Theory]
    [InlineData("yyyy-MM-dd", "1970-01-02", 1)]
    [InlineData("yyyy-MM-dd", "1970-01-02T12:00:00Z", 1.5)]
    [InlineData("yyyy-MM-dd", "1970-01-02T01:00:00+01:00", 1)]
    [InlineData("yyyy-MM-dd", "1970-01-02 06:00", 1.25)]
    [InlineData("MM/dd/yyyy", "1/2/1970 6:00 PM", 1.75)]
    [InlineData("dd/MM/yyyy", "1/2/1970", 31)]
    [InlineData("dd.MM.yy", "31.12.69", -1)]
    [InlineData("dd.MM.yy", "1.1.68", 35_794)]
    [InlineData("yyyyMMdd", "19700131", 30)]
    [InlineData("dd MMM yyyy", "2 January 1970", 1)]
    [InlineData("dd-MMM-yy", "02-JAN-70", 1)]
    [InlineData("MMM dd, yyyy", "Jan 2 1970", 1)]
    [InlineData("HH.mm.ss", "18.00.00", 0.75)]
    [InlineData("HH:mm:ss", "6:00 pm", 0.75)]
    [InlineData("excel", "25570", 1)]
    public void Dates_are_days_since_1970(string id, string text, double expected) => Assert.Equal(expected, DateFormat.FromId(id).Parse(text), 9);

    [Theory]
    [InlineData("yyyy-MM-dd", "1970-02-30")]
    [InlineData("yyyy-MM-dd", "1970-01-02x")]
    [InlineData("yyyy-MM-dd", "70-01-02")]
    [InlineData("yyyy-MM-dd", "1970-01-021")]
    [InlineData("yyyy-MM-dd", "1970-01-02 25:00")]
    [InlineData("yyyyMMdd", "1970131")]
    [InlineData("dd/MM/yyyy", "1/13/1970")]
    [InlineData("dd.MM.yyyy", "1,1,1970")]
    [InlineData("HH.mm.ss", "18.00")]
    [InlineData("excel", "5")]
    [InlineData("dd MMM yyyy", "2 Jax 1970")]
    public void Anything_else_is_no_date(string id, string text) => Assert.True(double.IsNaN(DateFormat.FromId(id).Parse(text)));

    [Fact]
    public void No_text_breaks_a_format() => Gen.String[Gen.Char["0123456789-/.: TZ+AMjanuary,é"], 0, 24].Sample(text =>
        DateFormat.All.All(format => format.Parse(text) is var day && (double.IsNaN(day) || Math.Abs(day) < 100_000)));

    private static double FirstOfMonth(int day)
    {
        var date = DateTime.UnixEpoch.AddDays(day);
        return (new DateTime(date.Year, date.Month, 1, 0, 0, 0, DateTimeKind.Utc) - DateTime.UnixEpoch).TotalDays;
    }
}
