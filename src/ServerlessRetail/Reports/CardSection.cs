namespace ServerlessRetail.Reports;

/// <summary>A part of the card under a heading; one without content is left out.</summary>
/// <param name="Id">What links within the page go to.</param>
internal sealed record CardSection(string Id, string Title, Markup Body)
{
    public Markup Render() => Markup.Of($"""
        <section id="{Id}" aria-labelledby="{Id}-head">
        <h2 id="{Id}-head">{Title}</h2>
        {Body}
        </section>

        """);
}
