using static ServerlessRetail.Reports.CardNumbers;

namespace ServerlessRetail.Reports.Plots;

/// <summary>
/// A drawing with two axes, as SVG whose colours are classes of the page's style sheet. What is not a finite number is not
/// drawn.
/// </summary>
/// <param name="id">Unique within the page.</param>
/// <param name="title">What the drawing is, for those who do not see it.</param>
/// <param name="description">What can be seen in it, in a sentence.</param>
internal sealed class Plot(string id, string title, string description, Axis x, Axis y)
{
    private const double Width = 360;
    private const double Height = 270;
    private const double Left = 60;
    private const double Right = 20;
    private const double Top = 12;
    private const double Bottom = 44;

    private readonly List<Markup> _marks = [];
    private readonly List<Markup> _legend = [];

    public Plot Line(IEnumerable<(double X, double Y)> points, Series series, string? label = null)
    {
        var path = string.Join(' ', points.Where(IsFinite).Select((point, index) => $"{(index == 0 ? "M" : "L")}{Place(point.X, point.Y)}"));
        _marks.Add(Markup.Of($"<path class=\"line {series.Name}\" d=\"{path}\"/>"));
        return Explain(series, "line", label);
    }

    public Plot Points(IEnumerable<(double X, double Y)> points, Series series, string? label = null)
    {
        foreach (var (px, py) in points.Where(IsFinite))
            _marks.Add(Markup.Of($"<circle class=\"point {series.Name}\" cx=\"{AtX(px)}\" cy=\"{AtY(py)}\" r=\"3.5\"/>"));
        return Explain(series, "point", label);
    }

    /// <summary>Vertical ranges, for example intervals.</summary>
    public Plot Whiskers(IEnumerable<(double X, double Low, double High)> ranges, Series series)
    {
        foreach (var (px, low, high) in ranges.Where(range => IsFinite((range.X, range.Low)) && double.IsFinite(range.High)))
        {
            _marks.Add(Markup.Of(
                $"<path class=\"whisker {series.Name}\" d=\"M{Place(px, low)} L{Place(px, high)}\"/>"));
        }
        return this;
    }

    /// <summary>Bars from 0 between one edge and the next.</summary>
    public Plot Bars(IReadOnlyList<double> edges, IReadOnlyList<double> heights, Series series, string? label = null)
    {
        for (var bin = 0; bin < Math.Min(heights.Count, edges.Count - 1); bin++)
        {
            if (!IsFinite((edges[bin], heights[bin])) || !double.IsFinite(edges[bin + 1]))
                continue;
            var (left, right, top, bottom) = (X(edges[bin]), X(edges[bin + 1]), Y(heights[bin]), Y(0));
            _marks.Add(Markup.Of(
                $"<rect class=\"bar {series.Name}\" x=\"{Coordinate(left)}\" y=\"{Coordinate(top)}\" width=\"{Coordinate(Math.Max(0, right - left))}\" height=\"{Coordinate(Math.Max(0, bottom - top))}\"/>"));
        }
        return Explain(series, "bar", label);
    }

    /// <summary>The outline of bars, lightly filled, so that several lie over one another.</summary>
    public Plot Steps(IReadOnlyList<double> edges, IReadOnlyList<double> heights, Series series, string? label = null)
    {
        var bins = Enumerable.Range(0, Math.Min(heights.Count, edges.Count - 1));
        var outline = bins.SelectMany(bin => ((double X, double Y)[])[(edges[bin], heights[bin]), (edges[bin + 1], heights[bin])])
            .Prepend((edges[0], 0)).Append((edges[^1], 0)).Where(IsFinite)
            .Select((point, index) => $"{(index == 0 ? "M" : "L")}{Place(point.X, point.Y)}");
        _marks.Add(Markup.Of($"<path class=\"steps {series.Name}\" d=\"{string.Join(' ', outline)} Z\"/>"));
        return Explain(series, "bar", label);
    }

    /// <summary>A thin line to compare with.</summary>
    public Plot Reference((double X, double Y) from, (double X, double Y) to, string? label = null)
    {
        if (IsFinite(from) && IsFinite(to))
            _marks.Add(Markup.Of($"<path class=\"reference\" d=\"M{Place(from.X, from.Y)} L{Place(to.X, to.Y)}\"/>"));
        return Explain(Series.Reference, "line", label);
    }

    /// <summary>What the plot explains below itself, or nothing.</summary>
    public Markup Legend() => _legend.Count == 0 ? default : Markup.Of($"<ul class=\"legend\">{_legend}</ul>");

    public Markup Render()
    {
        var (right, bottom) = (Width - Right, Height - Bottom);
        var vertical = x.Ticks.Select(tick => Markup.Of(
            $"<path class=\"grid\" d=\"M{AtX(tick)} {Coordinate(Top)} V{Coordinate(bottom)}\"/>{BelowTick(tick, bottom + 15)}"));
        var horizontal = y.Ticks.Select(tick => Markup.Of(
            $"<path class=\"grid\" d=\"M{Coordinate(Left)} {AtY(tick)} H{Coordinate(right)}\"/><text class=\"tick\" x=\"{Coordinate(Left - 6)}\" y=\"{Coordinate(Y(tick) + 3.5)}\" text-anchor=\"end\">{y.Format(tick)}</text>"));
        var middle = Coordinate(Top + ((bottom - Top) / 2));
        return Drawing.Of(id, title, description, Width, Height, Markup.Of($"""
            {vertical}{horizontal}
            <path class="frame" d="M{Coordinate(Left)} {Coordinate(Top)} V{Coordinate(bottom)} H{Coordinate(right)}"/>
            {_marks}
            <text class="axis" x="{Coordinate(Left + ((right - Left) / 2))}" y="{Coordinate(Height - 8)}" text-anchor="middle">{x.Label.Shorten(48)}</text>
            <text class="axis" transform="translate(11 {middle}) rotate(-90)" text-anchor="middle">{y.Label.Shorten(36)}</text>
            """));
    }

    /// <summary>In the middle below its tick, unless that would be beyond the edge.</summary>
    private Markup BelowTick(double tick, double baseline)
    {
        const double HalfCharacter = 3.4;
        var text = x.Format(tick);
        var isBeyond = X(tick) + (text.Length * HalfCharacter) > Width;
        return Markup.Of(
            $"<text class=\"tick\" x=\"{(isBeyond ? Coordinate(Width) : AtX(tick))}\" y=\"{Coordinate(baseline)}\" text-anchor=\"{(isBeyond ? "end" : "middle")}\">{text}</text>");
    }

    private Plot Explain(Series series, string mark, string? label)
    {
        if (label is not null)
            _legend.Add(Markup.Of($"<li><span class=\"key {mark} {series.Name}\"></span><bdi>{label}</bdi></li>"));
        return this;
    }

    private double X(double value) => Left + (x.Position(value) * (Width - Left - Right));

    private double Y(double value) => Height - Bottom - (y.Position(value) * (Height - Top - Bottom));

    private string AtX(double value) => Coordinate(X(value));

    private string AtY(double value) => Coordinate(Y(value));

    private string Place(double px, double py) => $"{AtX(px)} {AtY(py)}";

    private static bool IsFinite((double X, double Y) point) => double.IsFinite(point.X) && double.IsFinite(point.Y);
}
