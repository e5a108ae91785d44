using System.Text;
using CsCheck;
using ServerlessRetail.Datasets;

namespace ServerlessRetail.Tests.Datasets;

public sealed class CellTextTests
{
    [Theory]
    [InlineData("")]
    [InlineData("  \t ")]
    [InlineData("NA")]
    [InlineData("n/a")]
    [InlineData("#N/A")]
    [InlineData("null")]
    [InlineData("None")]
    [InlineData("nan")]
    [InlineData("?")]
    [InlineData("-")]
    [InlineData("error")]
    [InlineData(" Unknown\u00A0")]
    public void Words_for_missing_are_known_in_any_case(string text)
    {
        Assert.True(CellText.Default.IsMissing(text));
        Assert.True(CellText.Default.IsMissing(Encoding.UTF8.GetBytes(text)));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("--")]
    [InlineData("Nanette")]
    [InlineData("no")]
    public void Other_texts_are_present(string text)
    {
        Assert.False(CellText.Default.IsMissing(text));
        Assert.False(CellText.Default.IsMissing(Encoding.UTF8.GetBytes(text)));
    }

    [Fact]
    public void Own_words_count_in_addition()
    {
        var cellText = new CellText(["-200", "keine Angabe"]);

        Assert.True(cellText.IsMissing("-200"));
        Assert.True(cellText.IsMissing("KEINE ANGABE"u8));
        Assert.True(cellText.IsMissing("NA"));
        Assert.False(CellText.Default.IsMissing("-200"));
    }

    [Fact]
    public void Bytes_and_strings_agree() =>
        Gen.String[Gen.OneOf(Gen.Char["na/NA#?- \t\u00A0"], Gen.Char['\u0001', '\uD7FF']), 0, 8].Sample(text =>
        {
            var utf8 = Encoding.UTF8.GetBytes(text);
            return CellText.Default.IsMissing(text) == CellText.Default.IsMissing(utf8)
                && CellText.Trim(text.AsSpan()).SequenceEqual(Encoding.UTF8.GetString(CellText.Trim(utf8)));
        });

    [Fact]
    public void Bytes_are_missing_where_the_same_text_is()
    {
        CellText[] all = [CellText.Default, new(["-200", "keine Angabe", "n.a."]), new(["größe", "ſ"])];

        Gen.OneOf(Gen.String[Gen.Char["nNaA/#luUoOeE?-kK\u212AſßöÖ "], 0, 6], Gen.Int[0, 8].Select(i => ((string[])["Unknown", "unknowns", "KEINE ANGABE", "GRÖSSE", "GRÖßE", "S", "s", "#n/a", "error"])[i])).Sample(
            text => all.All(words => words.IsMissing(text) == words.IsMissing(Encoding.UTF8.GetBytes(text))), iter: 20_000);
    }
}
