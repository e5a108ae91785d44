using System.Globalization;
using ServerlessRetail.Http;

namespace ServerlessRetail.Scoring;

/// <summary>
/// What a customer's fields were, apart from the cells, and what has to be said about them. Used again for another customer;
/// allocates only where there is something to say.
/// </summary>
/// <param name="columns">Columns of the recipe.</param>
internal sealed class CustomerRow(int columns)
{
    private string _place = "";
    private bool _isElement;
    private byte[] _room = [];

    /// <summary>The fields as they were sent, one a column of the recipe.</summary>
    public RawValue[] Values { get; } = new RawValue[columns];

    public RawValue Id { get; set; }

    public List<ScoreWarning> Warnings { get; } = [];

    /// <summary>With any, there is no score.</summary>
    public List<FieldError> Errors { get; } = [];

    /// <summary>Why there is no customer at all.</summary>
    public Problem? Problem { get; set; }

    /// <summary>Line or place in the request, from 1.</summary>
    public long Line { get; private set; }

    /// <summary>Where the customer stands in the request, for error messages; empty for the request itself.</summary>
    public string Path => _isElement ? string.Create(CultureInfo.InvariantCulture, $"{_place}[{Line - 1}]") : _place;

    /// <param name="line">Line or place in the request, from 1.</param>
    /// <param name="list">The name of the array that the customer is an element of; empty for the request itself, null for none.</param>
    public void Begin(long line, string? list)
    {
        Begin(list ?? "");
        (Line, _isElement) = (line, list is not null);
    }

    /// <param name="path">Where the customer stands in the request, for error messages; empty for the request itself.</param>
    public void Begin(string path)
    {
        ForgetFields();
        (Problem, Line, _isElement, _place) = (null, 1, false, path);
    }

    /// <summary>Begins with the same customer once more.</summary>
    public void ForgetFields()
    {
        Array.Clear(Values);
        Warnings.Clear();
        Errors.Clear();
        Id = default;
    }

    public string PathOf(string field) => Path is { Length: > 0 } path ? $"{path}.{field}" : field;

    /// <summary>What a strict request does not put up with.</summary>
    /// <param name="warning">What is said to others.</param>
    /// <param name="refusal">Null: the warning's words.</param>
    public void WarnOrRefuse(ScoreWarning warning, bool strict, string? refusal = null)
    {
        if (strict)
            Errors.Add(new FieldError(PathOf(warning.Column), warning.Code, $"{warning.Column}: {refusal ?? warning.Detail}"));
        else
            Warnings.Add(warning);
    }

    /// <summary>Room for a text without its escapes.</summary>
    public Span<byte> Room(int bytes)
    {
        if (_room.Length < bytes)
            _room = new byte[Math.Max(bytes, 2 * _room.Length)];
        return _room;
    }
}
