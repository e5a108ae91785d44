namespace ServerlessRetail.Datasets;

/// <summary>Newline-delimited JSON: one object a line.</summary>
internal sealed class JsonLines(TextSource source, TextBuffer text) : JsonText(source, text, DatasetFormats.Ndjson)
{
    private int _emptyRows;

    public override int EmptyRowCount => _emptyRows;

    protected override bool SkipSeparators()
    {
        while (Text.Text is var rest && !rest.IsEmpty)
        {
            var content = rest.IndexOfAnyExcept(" \t\r\n"u8);
            var newLine = (content < 0 ? rest : rest[..content]).IndexOf((byte)'\n');
            if (newLine < 0)
                return content >= 0;
            _emptyRows++;
            NextLine++;
            Text.Start += newLine + 1;
        }

        return false;
    }

    protected override int FindEnd(ReadOnlySpan<byte> rest, bool final) =>
        rest.IndexOf((byte)'\n') is var newLine and >= 0 ? newLine + 1 : final ? rest.Length : -1;
}
