using Microsoft.ML;
using Microsoft.ML.Data;
using ServerlessRetail.Datasets;

namespace ServerlessRetail.Training.Trainers;

/// <summary>
/// Training rows as ML.NET reads them, without an object and a copied schema for each row: <c>Features</c>, <c>Weight</c>,
/// and <c>Label</c>, which is a boolean for two classes, a key for several, and a float for a regression.
/// </summary>
internal sealed class RowsDataView : IDataView
{
    private readonly TrainingSet _rows;

    public RowsDataView(TrainingSet rows)
    {
        _rows = rows;
        var schema = new DataViewSchema.Builder();
        schema.AddColumn("Features", new VectorDataViewType(NumberDataViewType.Single, rows.Width));
        schema.AddColumn("Weight", NumberDataViewType.Single);
        schema.AddColumn("Label", rows.Task switch
        {
            ModelTask.Binary => BooleanDataViewType.Instance,
            ModelTask.Multiclass => new KeyDataViewType(typeof(uint), rows.Classes),
            _ => NumberDataViewType.Single,
        });
        Schema = schema.ToSchema();
    }

    public bool CanShuffle => false;

    public DataViewSchema Schema { get; }

    public long? GetRowCount() => _rows.RowCount;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) => new Cursor(this);

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) => [new Cursor(this)];

    private sealed class Cursor(RowsDataView view) : DataViewRowCursor
    {
        private int _row = -1;

        public override long Position => _row;

        public override long Batch => 0;

        public override DataViewSchema Schema => view.Schema;

        public override bool MoveNext()
        {
            if (_row + 1 >= view._rows.RowCount)
                return false;
            _row++;
            return true;
        }

        public override bool IsColumnActive(DataViewSchema.Column column) => true;

        public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId id) => id = new DataViewRowId((ulong)_row, 0);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            Delegate getter = (column.Name, column.Type) switch
            {
                ("Features", _) => (ValueGetter<VBuffer<float>>)GetFeatures,
                ("Weight", _) => (ValueGetter<float>)GetWeight,
                (_, BooleanDataViewType) => (ValueGetter<bool>)GetClass,
                (_, KeyDataViewType) => (ValueGetter<uint>)GetKey,
                _ => (ValueGetter<float>)GetNumber,
            };
            return (ValueGetter<TValue>)getter;
        }

        private void GetWeight(ref float weight) => weight = view._rows.Weights?[_row] ?? 1;

        private void GetClass(ref bool label) => label = view._rows.Labels[_row] > 0.5f;

        private void GetKey(ref uint label) => label = (uint)view._rows.Labels[_row] + 1;

        private void GetNumber(ref float label) => label = view._rows.Labels[_row];

        private void GetFeatures(ref VBuffer<float> features)
        {
            var editor = VBufferEditor.Create(ref features, view._rows.Width);
            view._rows.Vectors[_row].CopyTo(editor.Values);
            features = editor.Commit();
        }
    }
}
