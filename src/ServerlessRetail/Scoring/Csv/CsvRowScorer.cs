using ServerlessRetail.Datasets;
using ServerlessRetail.Http;
using ServerlessRetail.Models;

namespace ServerlessRetail.Scoring;

/// <summary>Scores the rows of blocks and writes them. For one thread at a time; holds the room for rows on their way through the model.</summary>
internal sealed class CsvRowScorer
{
    private const int MostRows = 256;
    private const int MostCells = 64 * 1024;

    private readonly ServedModel _served;
    private readonly CsvLayout _layout;
    private readonly CsvColumns _columns;
    private readonly CsvScoreColumns _scores;
    private readonly CsvOptions _options;
    private readonly CellReader _texts;
    private readonly CellParser _parser;
    private readonly ScoringSpace _space;
    private readonly CsvRowJson _json;
    private readonly Scorer _scorer;
    private readonly RowReasons _reasons;
    private readonly ColumnChange[] _changes;
    private readonly float[] _cells;
    private readonly double[] _rawScores;
    private readonly double[] _numbers;
    private readonly bool[] _isUsable;
    private readonly bool _isFileUsable;

    public CsvRowScorer(ServedModel served, CsvLayout layout, CsvColumns columns, CsvScoreColumns scores, CsvOptions options)
    {
        (_served, _layout, _columns, _scores, _options) = (served, layout, columns, scores, options);
        _texts = new CellReader(layout.Header.HasQuarantinePrefix);
        _parser = new CellParser(Model);
        _space = Model.CreateSpace();
        _json = new CsvRowJson(layout);
        _scorer = new Scorer(served, options.Threshold, options.Strict);
        _reasons = new RowReasons(Model);
        _changes = new ColumnChange[scores.Reasons];
        var rows = Math.Clamp(MostCells / Model.Recipe.CellWidth, 1, MostRows);
        _cells = new float[rows * Model.Recipe.CellWidth];
        Array.Fill(_cells, float.NaN);
        _rawScores = new double[rows * Model.Outputs];
        _numbers = new double[scores.Numbers];
        _isUsable = new bool[rows];
        _isFileUsable = columns.Features.Length > 0 && !(options.Strict && columns.Warnings.Any());
    }

    private FittedModel Model => _served.Fitted;

    /// <summary>Writes a row for each of the block's, in their order, into its output.</summary>
    public CsvCounts Score(CsvBlock block)
    {
        var cells = new CsvCellWriter(block.Output, _layout.Delimiter);
        var (bad, errors) = (0, 0);
        for (var start = 0; start < block.Rows.RowCount; start += _isUsable.Length)
        {
            var count = Math.Min(_isUsable.Length, block.Rows.RowCount - start);
            ReadCells(block.Rows, start, count);
            Model.RawScores(_cells, count, _rawScores, _space);
            for (var i = 0; i < count; i++)
            {
                WriteBadBefore(ref cells, block, block.Rows.GetLine(start + i), ref bad);
                WriteRow(ref cells, block.Rows, start + i, i);
                errors += _isUsable[i] ? 0 : 1;
            }
        }

        WriteBadBefore(ref cells, block, long.MaxValue, ref bad);
        if (block.Broken is { } broken)
            WriteWithoutRow(ref cells, long.MaxValue, broken);
        cells.Flush();
        errors += bad + (block.Broken is null ? 0 : 1);
        return new CsvCounts(block.Rows.RowCount + bad + (block.Broken is null ? 0 : 1), errors);
    }

    private void ReadCells(RowBatch rows, int start, int count)
    {
        var width = Model.Recipe.CellWidth;
        for (var i = 0; i < count; i++)
        {
            var fields = rows.GetFields(start + i);
            var ofRow = _cells.AsSpan(i * width, width);
            var isUsable = _isFileUsable;
            foreach (var (field, column) in _columns.Features)
                isUsable &= IsUsable(_parser.ReadText(column, ReadText(rows.Buffer, fields[field]), ofRow[Model.Recipe.CellsOf(column)]));
            _isUsable[i] = isUsable;
        }
    }

    /// <summary>Whether a row has a score all the same.</summary>
    private bool IsUsable(CellState state) => state switch
    {
        CellState.Present or CellState.Missing or CellState.StandsForMissing => true,
        CellState.WrongType => false,
        _ => !_options.Strict,
    };

    private ReadOnlySpan<byte> ReadText(byte[] buffer, Field field)
    {
        if (CellReader.IsPlain(buffer, field))
            return buffer.AsSpan(field.Start, field.LengthOrComplement);
        _texts.Read(buffer, field);
        return _texts.Buffer.AsSpan(_texts.Start, _texts.Length);
    }

    private void WriteRow(ref CsvCellWriter cells, RowBatch rows, int row, int i)
    {
        if (_options.Form == CsvForm.Table)
            CsvRawRow.Write(ref cells, rows, row, _layout);
        else if (_columns.IdField is { } id)
            cells.WriteText(ReadText(rows.Buffer, rows.GetFields(row)[id]));
        else
            cells.WriteNumber(rows.GetLine(row));

        if (_isUsable[i])
            WriteScore(ref cells, i);
        else
            _scores.WriteError(ref cells, _scorer.Score(_json.Read(rows, row), path: "", reasons: 0).Error!);
    }

    private void WriteScore(ref CsvCellWriter cells, int i)
    {
        var raw = _rawScores.AsSpan(i * Model.Outputs, Model.Outputs);
        var decision = 0;
        if (Model.Task == ModelTask.Multiclass)
        {
            Model.Probabilities(raw, _numbers);
            for (var output = 1; output < _numbers.Length; output++)
                decision = _numbers[output] > _numbers[decision] ? output : decision;
        }
        else
        {
            _numbers[0] = Model.Answer(raw[0]);
            if (_scores.HasInterval)
                (_numbers[1], _numbers[2]) = Model.Interval(raw[0]) is { } interval ? (interval.Lower, interval.Upper) : (double.NaN, double.NaN);
            decision = Model.Task == ModelTask.Binary && Model.IsPositive(_numbers[0], _options.Threshold) ? 1 : 0;
        }

        _scores.WriteScore(ref cells, _numbers, decision, Explain(i, decision));
    }

    /// <summary>What the columns did to a row's score, the strongest first.</summary>
    private ReadOnlySpan<ColumnChange> Explain(int i, int decision)
    {
        if (_changes.Length == 0)
            return [];
        var width = Model.Recipe.CellWidth;
        Model.Encode(_cells.AsSpan(i * width, width), _space);
        if (Model.Task == ModelTask.Multiclass)
            _reasons.ExplainClass(_space, decision, _changes.Length);
        else
            _reasons.Explain(_space, _rawScores[i], _changes.Length);
        for (var place = 0; place < _changes.Length; place++)
            _changes[place] = new ColumnChange(_reasons.Strongest[place], _reasons.ChangeOf(_reasons.Strongest[place]));
        return _changes;
    }

    private void WriteBadBefore(ref CsvCellWriter cells, CsvBlock block, long line, ref int bad)
    {
        for (; bad < block.Bad.Count && block.Bad[bad].Line < line; bad++)
            WriteWithoutRow(ref cells, block.Bad[bad].Line, Problems.BrokenRow(block.Bad[bad].Reason, block.Bad[bad].Line));
    }

    /// <summary>Writes an error in the place of a row that cannot be read.</summary>
    private void WriteWithoutRow(ref CsvCellWriter cells, long line, Problem error)
    {
        if (_options.Form == CsvForm.Answer && _columns.IdField is null)
        {
            cells.WriteNumber(line);
        }
        else
        {
            for (var i = 0; i < (_options.Form == CsvForm.Answer ? 1 : _layout.Names.Count); i++)
                cells.WriteText([]);
        }

        _scores.WriteError(ref cells, error);
    }
}
