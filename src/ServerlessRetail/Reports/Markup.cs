using System.Text;

namespace ServerlessRetail.Reports;

/// <summary>
/// A piece of HTML or SVG that is safe to place in a page. The literal parts of an interpolated text are taken as they
/// are; what is put into them is escaped, unless it is markup itself. A floating-point number cannot be put in at all:
/// <see cref="CardNumbers"/> decides how it is written.
/// </summary>
internal readonly struct Markup
{
    private readonly string? _html;

    private Markup(string html) => _html = html;

    public static Markup Empty => default;

    public bool IsEmpty => string.IsNullOrEmpty(_html);

    public static Markup Of(MarkupHandler content) => new(content.ToHtml());

    /// <param name="html">Part of the product itself, never of a file or a request.</param>
    public static Markup Trusted(string html) => new(html);

    public static Markup Text(string text) => Of($"{text}");

    public static Markup Join(IEnumerable<Markup> parts, string separator = "")
    {
        var html = new StringBuilder();
        foreach (var part in parts)
        {
            if (html.Length > 0)
                html.Append(separator);
            html.Append(part._html);
        }
        return new Markup(html.ToString());
    }

    public override string ToString() => _html ?? "";
}
