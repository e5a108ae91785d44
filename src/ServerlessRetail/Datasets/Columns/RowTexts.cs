using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace ServerlessRetail.Datasets;

/// <summary>
/// One text a row, all of one shape, packed. Ids are like that, and nearly every row has its own, so that a dictionary would
/// hold as many texts as there are rows.
/// </summary>
internal abstract class RowTexts
{
    /// <summary>Texts with more bytes of UTF-8 than this are not packed.</summary>
    public const int LongestText = 80;

    public abstract int Count { get; }

    public abstract long MemoryBytes { get; }

    /// <summary>Takes over a coded column; false where its texts have no shape in common.</summary>
    public static bool TryPack(CodeList codes, ValueList values, [NotNullWhen(true)] out RowTexts? texts)
    {
        texts = values.Count == 0 ? null : Fill(NumberedTexts.TryLearn(values), codes, values) ?? Fill(HexTexts.TryLearn(values), codes, values);
        return texts is not null;
    }

    /// <summary>False where the text has another shape; nothing is appended then.</summary>
    public abstract bool TryAppend(ReadOnlySpan<byte> utf8);

    public abstract void AppendMissing();

    public abstract bool IsMissing(int row);

    public abstract int CountMissing();

    /// <summary>Whether two rows have the same text.</summary>
    public abstract bool AreEqual(int left, int right);

    /// <summary>Equal for equal texts.</summary>
    public abstract uint Hash(int row);

    /// <param name="row">One that is not missing.</param>
    /// <param name="utf8">Room for <see cref="LongestText"/> bytes.</param>
    /// <returns>The text's length in bytes.</returns>
    public abstract int Write(int row, Span<byte> utf8);

    /// <summary>False where none of the texts can be a number.</summary>
    public abstract bool MayBeNumbers(NumberFormat format);

    public string GetString(int row)
    {
        Span<byte> utf8 = stackalloc byte[LongestText];
        return Encoding.UTF8.GetString(utf8[..Write(row, utf8)]);
    }

    private static RowTexts? Fill(RowTexts? texts, CodeList codes, ValueList values)
    {
        for (var row = 0; row < codes.Count && texts is not null; row++)
        {
            if (codes[row] is not (>= 0 and var code))
                texts.AppendMissing();
            else if (!texts.TryAppend(values[code]))
                return null;
        }

        return texts;
    }
}
