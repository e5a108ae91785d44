using System.Buffers;

namespace ServerlessRetail.Datasets;

/// <summary>Objects that may span lines, in an array or one after the other.</summary>
internal sealed class JsonObjects(TextSource source, TextBuffer text) : JsonText(source, text, DatasetFormats.Json)
{
    private static readonly SearchValues<byte> Separators = SearchValues.Create(" \t\r\n,[]"u8);

    private bool _isOpen;

    protected override bool SkipSeparators()
    {
        var rest = Text.Text;
        var content = rest.IndexOfAnyExcept(Separators);
        var separators = content < 0 ? rest : rest[..content];
        if (separators.LastIndexOfAny((byte)'[', (byte)']') is var bracket and >= 0)
            _isOpen = separators[bracket] == '[';
        NextLine += separators.Count((byte)'\n');
        Text.Start += separators.Length;
        EndsTooEarly = _isOpen && Text.IsFinal && content < 0;
        return content >= 0;
    }

    protected override int FindEnd(ReadOnlySpan<byte> rest, bool final)
    {
        if (rest[0] != '{')
            return EndBroken(rest, 0, final);

        var depth = 0;
        for (var i = 0; i < rest.Length; i++)
        {
            var step = rest[i..].IndexOfAny("\"{}"u8);
            if (step < 0)
                break;
            i += step;
            if (rest[i] == '"')
            {
                var end = FindStringEnd(rest, i + 1);
                if (end < 0)
                    break;
                if (rest[end] == '\n')
                    return EndBroken(rest, end, final);
                i = end;
            }
            else
            {
                depth += rest[i] == '{' ? 1 : -1;
                if (depth == 0)
                    return i + 1;
            }
        }

        return final ? rest.Length : -1;
    }

    /// <summary>The closing quote, or a line end, which no string may contain; -1: neither.</summary>
    private static int FindStringEnd(ReadOnlySpan<byte> rest, int start)
    {
        while (start < rest.Length)
        {
            var step = rest[start..].IndexOfAny("\"\\\n"u8);
            if (step < 0 || rest[start + step] != '\\')
                return step < 0 ? -1 : start + step;
            start += step + 2;
        }

        return -1;
    }

    /// <summary>What is broken ends before the next line that begins with an object.</summary>
    private static int EndBroken(ReadOnlySpan<byte> rest, int from, bool final)
    {
        for (var i = from; ; i++)
        {
            var newLine = rest[i..].IndexOf((byte)'\n');
            if (newLine < 0)
                return final ? rest.Length : -1;
            i += newLine;
            var next = rest[i..].IndexOfAnyExcept(" \t\r\n"u8);
            if (next >= 0 && rest[i + next] == '{')
                return i;
        }
    }
}
