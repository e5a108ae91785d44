using static ServerlessRetail.Reports.CardNumbers;

namespace ServerlessRetail.Reports.Plots;

/// <summary>Bars from left to right, a row each with its name before and its number behind it.</summary>
internal static class RowBars
{
    private const double Width = 360;
    private const double Row = 22;
    private const double Left = 128;
    private const double Right = 58;
    private const int NameLength = 18;

    /// <param name="id">Unique within the page.</param>
    /// <param name="bars">Names, sizes and how they are written.</param>
    /// <param name="longest">The size of a bar as wide as there is room, above 0.</param>
    public static Markup Render(
        string id, string title, string description, IReadOnlyList<(string Name, double Size, string Text)> bars, double longest)
    {
        var rows = bars.Select((bar, index) =>
        {
            var width = double.IsFinite(bar.Size) ? Math.Clamp(bar.Size / longest, 0, 1) * (Width - Left - Right) : 0;
            var (top, baseline) = (index * Row, (index * Row) + 15);
            return Markup.Of($"""
                <g><title>{bar.Name}: {bar.Text}</title><text class="name" x="{Coordinate(Left - 8)}" y="{Coordinate(baseline)}" text-anchor="end">{bar.Name.Shorten(NameLength)}</text><rect class="bar first" x="{Coordinate(Left)}" y="{Coordinate(top + 4)}" width="{Coordinate(width)}" height="{Coordinate(Row - 8)}"/><text class="tick" x="{Coordinate(Left + width + 6)}" y="{Coordinate(baseline)}">{bar.Text}</text></g>
                """);
        });
        return Drawing.Of(
            id, title, description, Width, (bars.Count * Row) + 4, Markup.Of($"<path class=\"frame\" d=\"M{Coordinate(Left)} 0 V{Coordinate(bars.Count * Row)}\"/>{rows}"));
    }
}
