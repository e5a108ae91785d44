namespace ServerlessRetail.Datasets;

/// <summary>The formats of customer files, found by their content.</summary>
public static class DatasetFormats
{
    /// <summary>Delimited text: CSV and its relatives.</summary>
    public const string Text = "text";

    /// <summary>JSON with one object a line.</summary>
    public const string Ndjson = "ndjson";

    /// <summary>A JSON array of objects, or objects that span lines.</summary>
    public const string Json = "json";

    public const string Parquet = "parquet";

    /// <summary>An Excel workbook of 2007 or later.</summary>
    public const string Xlsx = "xlsx";

    /// <summary>An Excel workbook of 1997 to 2003.</summary>
    public const string Xls = "xls";
}
