using static ServerlessRetail.Reports.CardNumbers;

namespace ServerlessRetail.Reports.Plots;

/// <summary>The frame of every drawing: SVG that grows with the page and has words for those who do not see it.</summary>
internal static class Drawing
{
    /// <param name="id">Unique within the page.</param>
    public static Markup Of(string id, string title, string description, double width, double height, Markup content) => Markup.Of($"""
        <svg class="plot" viewBox="0 0 {Coordinate(width)} {Coordinate(height)}" role="img" aria-labelledby="{id}-title {id}-desc" xmlns="http://www.w3.org/2000/svg">
        <title id="{id}-title">{title}</title><desc id="{id}-desc">{description}</desc>
        {content}
        </svg>
        """);
}
