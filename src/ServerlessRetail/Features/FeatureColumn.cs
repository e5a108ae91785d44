using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json.Serialization;
using ServerlessRetail.Datasets;

namespace ServerlessRetail.Features;

/// <summary>
/// How one original column becomes slots of the feature vector, in two steps: a value, from a file or a request, is read
/// into <em>cells</em>, floats with NaN for missing; cells are encoded into slots. Cells are what a model file's golden
/// rows hold; everything learned from training rows acts between cells and slots.
/// </summary>
[JsonDerivedType(typeof(NumericFeature), "numeric")]
[JsonDerivedType(typeof(BooleanFeature), "boolean")]
[JsonDerivedType(typeof(CategoricalFeature), "categorical")]
[JsonDerivedType(typeof(DateFeature), "date")]
[JsonDerivedType(typeof(TextFeature), "text")]
public abstract record FeatureColumn(string Name)
{
    /// <summary>Texts of so many bytes are transcoded on the stack.</summary>
    private const int LongestOnStack = 512;

    /// <summary>Cells that a value takes.</summary>
    [JsonIgnore]
    public virtual int CellWidth => 1;

    /// <summary>Slots that the column fills.</summary>
    [JsonIgnore]
    public abstract int Width { get; }

    /// <summary>What a value must be, with an example, as the end of a sentence.</summary>
    [JsonIgnore]
    public abstract string Expected { get; }

    /// <summary>Numbers that stood for a missing cell in the training file, and do in a request; null: none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<float>? MissingNumbers { get; init; }

    /// <summary>Texts that <see cref="TryReadKnown"/> finds, the likeliest first.</summary>
    [JsonIgnore]
    internal virtual IReadOnlyList<string> KnownTexts => [];

    /// <summary>Memory that the column takes, roughly, in bytes.</summary>
    internal virtual long EstimatedBytes => 512;

    /// <summary>Fills the column's slots from its cells. Every slot is written.</summary>
    /// <param name="cells"><see cref="CellWidth"/> cells; NaN is missing.</param>
    /// <param name="slots"><see cref="Width"/> slots.</param>
    public abstract void Encode(ReadOnlySpan<float> cells, Span<float> slots);

    /// <summary>Reads a present value written as in the training file. Spaces around it do not matter.</summary>
    /// <returns>False where the text is nothing for this column; the cells are then undefined.</returns>
    public abstract bool TryReadText(ReadOnlySpan<char> text, Span<float> cells);

    /// <summary>
    /// Reads a present value as <see cref="TryReadText"/> does, from UTF-8: the same cells. Bytes that are no UTF-8 are read
    /// as U+FFFD.
    /// </summary>
    /// <returns>False where the text is nothing for this column; the cells are then undefined.</returns>
    public virtual bool TryReadUtf8(ReadOnlySpan<byte> text, Span<float> cells)
    {
        // No text has more UTF-16 units than UTF-8 bytes.
        var rented = text.Length <= LongestOnStack ? null : ArrayPool<char>.Shared.Rent(text.Length);
        var characters = rented ?? stackalloc char[LongestOnStack];
        var read = TryReadText(characters[..Encoding.UTF8.GetChars(text, characters)], cells);
        if (rented is not null)
            ArrayPool<char>.Shared.Return(rented, clearArray: true);
        return read;
    }

    /// <summary>Reads a text that the column knows as it stands, without a look at spaces and case: most are.</summary>
    /// <returns>False where there may be more to the text; the cells are then as they were.</returns>
    internal virtual bool TryReadKnown(ReadOnlySpan<byte> utf8, Span<float> cells) => false;

    /// <summary>Reads a number that a file's column was stored as.</summary>
    public virtual bool TryReadNumber(float number, Span<float> cells) =>
        TryReadText(number.ToString("R", CultureInfo.InvariantCulture), cells);

    /// <summary>Whether a number stands for a missing cell.</summary>
    public bool IsMissing(float number) => MissingNumbers is not null && MissingNumbers.Contains(number);

    /// <summary>Whether a text is a number that stands for a missing cell.</summary>
    public bool IsMissing(ReadOnlySpan<char> text) => MissingNumbers is not null && IsMissing(ParseNumber(text));

    /// <inheritdoc cref="IsMissing(ReadOnlySpan{char})"/>
    /// <param name="utf8">UTF-8.</param>
    public bool IsMissing(ReadOnlySpan<byte> utf8) => MissingNumbers is not null && IsMissing(ParseNumber(utf8));

    /// <summary>Reads true or false as JSON has them.</summary>
    /// <returns>False where the column has no use for them; the cells are then undefined.</returns>
    internal virtual bool TryReadBoolean(bool value, Span<float> cells) => TryReadUtf8(value ? "true"u8 : "false"u8, cells);

    private protected virtual float ParseNumber(ReadOnlySpan<char> text) => NumberFormat.Point.Parse(text);

    private protected virtual float ParseNumber(ReadOnlySpan<byte> utf8) => NumberFormat.Point.Parse(utf8);
}
