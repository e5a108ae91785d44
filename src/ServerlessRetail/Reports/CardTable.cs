namespace ServerlessRetail.Reports;

/// <summary>A table in a box of its own, in which it scrolls where it is wider than the page.</summary>
/// <param name="caption">What it shows; also the name of the box.</param>
/// <param name="columns">The first one names the row.</param>
internal sealed class CardTable(string caption, params IReadOnlyList<TableColumn> columns)
{
    private readonly List<Markup> _rows = [];

    public bool IsEmpty => _rows.Count == 0;

    /// <param name="cells">One a column.</param>
    /// <param name="marked">Whether the row stands out; a word in it has to say why.</param>
    public CardTable Row(IReadOnlyList<Markup> cells, bool marked = false)
    {
        var data = cells.Skip(1).Zip(columns.Skip(1), (cell, column) => Markup.Of($"<td{Class(column)}>{cell}</td>"));
        _rows.Add(Markup.Of($"<tr{(marked ? Markup.Of($" class=\"marked\"") : default)}><th scope=\"row\">{cells[0]}</th>{data}</tr>\n"));
        return this;
    }

    public Markup Render()
    {
        if (IsEmpty)
            return default;
        var heads = columns.Select(column => Markup.Of($"<th scope=\"col\"{Class(column)}>{column.Name}</th>"));
        var wide = columns.Count > 4 ? Markup.Of($" class=\"wide\"") : default;
        return Markup.Of($"""
            <div class="scroll" role="region" aria-label="{caption}" tabindex="0"><table{wide}>
            <caption>{caption}</caption>
            <thead><tr>{heads}</tr></thead>
            <tbody>{_rows}</tbody></table></div>

            """);
    }

    private static Markup Class(TableColumn column) => column.Kind switch
    {
        CellKind.Number => Markup.Of($" class=\"number\""),
        CellKind.Word => Markup.Of($" class=\"word\""),
        _ => default,
    };
}

/// <param name="Name">Its head.</param>
internal sealed record TableColumn(string Name, CellKind Kind = CellKind.Text)
{
    public static implicit operator TableColumn(string name) => new(name);

    public static TableColumn Number(string name) => new(name, CellKind.Number);

    public static TableColumn Word(string name) => new(name, CellKind.Word);
}

/// <summary>What the cells of a column are.</summary>
internal enum CellKind
{
    /// <summary>Broken anywhere where it is too long: it may be somebody's text.</summary>
    Text,

    /// <summary>A word of the card's own, never broken.</summary>
    Word,

    /// <summary>Never broken, one below the other.</summary>
    Number,
}
