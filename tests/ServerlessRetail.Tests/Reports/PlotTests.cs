using System.Globalization;
using System.Xml.Linq;
using CsCheck;
using ServerlessRetail.Models;
using ServerlessRetail.Models.Reporting;
using ServerlessRetail.Reports;
using ServerlessRetail.Reports.Plots;

namespace ServerlessRetail.Tests.Reports;

public sealed class PlotTests
{
    [Theory]
    [InlineData(0, 1, "0 0.2 0.4 0.6 0.8 1")]
    [InlineData(-13, 187, "\u221250 0 50 100 150 200")]
    [InlineData(1200, 48_000, "0 10,000 20,000 30,000 40,000 50,000")]
    [InlineData(0.011, 0.019, "0.01 0.012 0.014 0.016 0.018 0.02")]
    [InlineData(7, 7, "6.2 6.4 6.6 6.8 7 7.2 7.4 7.6 7.8")]
    public void Ticks_are_round_and_span_the_values(double low, double high, string ticks)
    {
        var axis = Axis.Fit("x", [low, high, double.NaN]);

        Assert.Equal(ticks, string.Join(' ', axis.Ticks.Select(axis.Format)));
    }

    [Fact]
    public void Every_axis_has_a_few_ticks_in_order_around_its_values() => Gen.Double[-1e200, 1e200].Array[1, 8].Sample(values =>
    {
        var axis = Axis.Fit("x", values);

        Assert.InRange(axis.Ticks.Count, 2, 12);
        Assert.True(axis.Min <= values.Min() + (Math.Abs(values.Min()) * 1e-9) && axis.Max >= values.Max() - (Math.Abs(values.Max()) * 1e-9));
        Assert.All(axis.Ticks.Zip(axis.Ticks.Skip(1)), pair => Assert.True(pair.First < pair.Second));
        Assert.All(values, value => Assert.InRange(axis.Position(value), 0, 1));
    });

    [Fact]
    public void Draws_any_numbers_within_the_frame_and_leaves_out_those_that_are_none() => Gen.Select(Gen.Double, Gen.Double).Array.Sample(points =>
    {
        var plot = new Plot("p", "title", "description", Axis.Fit("x", points.Select(point => point.Item1)), Axis.Fit("y", points.Select(point => point.Item2)))
            .Line(points, Series.First, "line").Points(points, Series.Mark).Whiskers(points.Select(point => (point.Item1, point.Item2, point.Item2)), Series.Quiet);

        var svg = XElement.Parse(plot.Render().ToString());

        var places = svg.Descendants().Where(element => element.Name.LocalName == "circle")
            .SelectMany(circle => (double[])[Number(circle, "cx"), Number(circle, "cy")]);
        Assert.All(places, place => Assert.InRange(place, 0, 360));
        Assert.Equal(points.Count(point => double.IsFinite(point.Item1) && double.IsFinite(point.Item2)), places.Count() / 2);
        Assert.DoesNotContain("NaN", svg.ToString(), StringComparison.Ordinal);
    });

    [Fact]
    public void Long_names_are_cut_between_characters_as_people_see_them() =>
        Assert.Equal("👩‍👩‍👧‍👦b…", "👩‍👩‍👧‍👦bcdefg".Shorten(3));

    [Theory]
    [InlineData(1234.56, "1,235")]
    [InlineData(0.00012, "1.2e\u22124")]
    [InlineData(-0.00000, "0")]
    [InlineData(-12.345, "\u221212.35")]
    [InlineData(double.NaN, "–")]
    [InlineData(double.NegativeInfinity, "–")]
    public void Amounts_have_the_digits_that_matter(double value, string text) => Assert.Equal(text, CardNumbers.Amount(value));

    [Fact]
    public void Every_metric_has_a_name_and_a_meaning() => Assert.All(
        ((Type[])[typeof(MetricNames), typeof(SliceMetricNames)]).SelectMany(type => type.GetFields()).Select(field => (string)field.GetRawConstantValue()!),
        key => Assert.NotEmpty(MetricInfo.Of(key).Meaning));

    private static double Number(XElement element, string attribute) => double.Parse(element.Attribute(attribute)!.Value, CultureInfo.InvariantCulture);
}
