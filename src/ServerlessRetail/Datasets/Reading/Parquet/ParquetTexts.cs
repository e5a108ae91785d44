using Parquet;
using Parquet.Schema;

namespace ServerlessRetail.Datasets;

internal sealed class ParquetTexts(DataField field, string name, List<DatasetNote> notes, int maxCellBytes) : ParquetCells
{
    private string?[] _texts = [];
    private bool _hasTold;

    public override async Task ReadAsync(ParquetRowGroupReader group, int rows, CancellationToken cancellationToken)
    {
        Array.Resize(ref _texts, Math.Max(rows, _texts.Length));
        await group.ReadAsync(field, _texts.AsMemory(0, rows)!, null, cancellationToken);
    }

    public override Field AddTo(CellBuffer cells, int row)
    {
        var text = _texts[row].AsSpan();
        if (text.Length <= maxCellBytes && cells.Add(text) is var cell && cell.Length <= maxCellBytes)
            return cell;

        // The columns before this one are appended already: the row cannot go to quarantine any more.
        if (!_hasTold)
            notes.Add(new DatasetNote(DatasetNote.LongCellDropped, name, $"Column '{name}' has cells of more than {maxCellBytes} bytes; they count as missing."));
        _hasTold = true;
        return default;
    }
}
