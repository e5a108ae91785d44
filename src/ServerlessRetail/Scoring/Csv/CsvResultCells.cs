namespace ServerlessRetail.Scoring;

/// <summary>Writes results as the columns of a score in CSV.</summary>
internal sealed class CsvResultCells(ServedModel served, CsvScoreColumns columns)
{
    public CsvScoreColumns Columns => columns;

    public void Write(ref CsvCellWriter cells, ScoreResult result)
    {
        if (result.Error is { } error)
            columns.WriteError(ref cells, error);
        else
            columns.WriteScore(ref cells, NumbersOf(result), DecisionOf(result), ChangesOf(result));
    }

    private double[] NumbersOf(ScoreResult result) => result.Probabilities is { } byClass
        ? [.. columns.Decisions.Select(name => byClass[name])]
        : columns.HasInterval
            ? [result.Prediction!.Value, result.Interval?.Lower ?? double.NaN, result.Interval?.Upper ?? double.NaN]
            : [result.Probability ?? result.Prediction!.Value];

    private int DecisionOf(ScoreResult result)
    {
        for (var i = 0; i < columns.Decisions.Count; i++)
        {
            if (columns.Decisions[i] == result.Decision)
                return i;
        }

        return -1;
    }

    private ColumnChange[] ChangesOf(ScoreResult result) => [.. (result.Reasons ?? []).Select(reason => new ColumnChange(PositionOf(reason.Column), reason.Change))];

    private int PositionOf(string column)
    {
        var columns = served.Fitted.Recipe.Columns;
        var position = 0;
        while (columns[position].Name != column)
            position++;
        return position;
    }
}
