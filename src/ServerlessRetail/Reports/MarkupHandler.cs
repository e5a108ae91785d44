using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace ServerlessRetail.Reports;

/// <summary>Builds <see cref="Markup"/> from an interpolated text; the compiler calls it.</summary>
[InterpolatedStringHandler]
internal readonly ref struct MarkupHandler(int literalLength, int formattedCount)
{
    private const int ExpectedValueLength = 12;

    private readonly StringBuilder _html = new(literalLength + (ExpectedValueLength * formattedCount));

    public void AppendLiteral(string html) => _html.Append(html);

    public void AppendFormatted(Markup markup) => _html.Append(markup);

    public void AppendFormatted(IEnumerable<Markup> markup)
    {
        foreach (var part in markup)
            _html.Append(part);
    }

    public void AppendFormatted(int number) => _html.Append(number.ToString(CultureInfo.InvariantCulture));

    /// <summary>Safe as text and inside a quoted attribute, of HTML and of XML.</summary>
    public void AppendFormatted(string? text)
    {
        foreach (var rune in (text ?? "").EnumerateRunes())
        {
            switch (rune.Value)
            {
                case '&':
                    _html.Append("&amp;");
                    break;
                case '<':
                    _html.Append("&lt;");
                    break;
                case '>':
                    _html.Append("&gt;");
                    break;
                case '"':
                    _html.Append("&quot;");
                    break;
                case '\'':
                    _html.Append("&#39;");
                    break;
                default:
                    _html.Append(IsAllowed(rune.Value) ? rune.ToString() : "\uFFFD");
                    break;
            }
        }
    }

    internal string ToHtml() => _html.ToString();

    /// <summary>The characters of XML 1.0, without control characters that only HTML forbids.</summary>
    private static bool IsAllowed(int code) => code switch
    {
        '\t' or '\n' => true,
        < 0x20 or (>= 0x7F and < 0xA0) => false,
        _ => (code & 0xFFFE) != 0xFFFE && code is not (>= 0xFDD0 and <= 0xFDEF),
    };
}
