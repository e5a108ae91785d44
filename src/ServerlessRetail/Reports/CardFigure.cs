using ServerlessRetail.Reports.Plots;

namespace ServerlessRetail.Reports;

/// <summary>A drawing with its heading and what it says in words.</summary>
internal static class CardFigure
{
    /// <param name="explanation">How to read it, in a sentence or two.</param>
    public static Markup Of(string heading, Markup explanation, Plot plot) => Of(heading, explanation, Markup.Of($"{plot.Render()}{plot.Legend()}"));

    public static Markup Of(string heading, Markup explanation, Markup drawing)
    {
        var caption = explanation.IsEmpty ? default : Markup.Of($"<figcaption>{explanation}</figcaption>");
        return Markup.Of($"<figure><h3><bdi>{heading}</bdi></h3>{drawing}{caption}</figure>\n");
    }

    public static Markup Grid(IEnumerable<Markup> figures)
    {
        var content = Markup.Join(figures);
        return content.IsEmpty ? default : Markup.Of($"<div class=\"figures\">{content}</div>\n");
    }
}
