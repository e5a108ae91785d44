using System.Globalization;
using System.Text;
using ServerlessRetail.Datasets;
using ServerlessRetail.Datasets.Sentinels;

namespace ServerlessRetail.Tests.Datasets.Types;

/// <summary>
/// What is inferred of real files is what docs/inferred.md says. Where a rule changes on purpose, run this test with the
/// environment variable <c>UPDATE_SNAPSHOTS</c> set to 1: it then writes the page.
/// </summary>
public sealed class InferredTypesTests
{
    private const string Page = "docs/inferred.md";

    private const string Introduction = """
        # What is inferred of real files

        Each file goes in as it was published, without settings but for the label where one is named. Written by a test, which
        also compares: set `UPDATE_SNAPSHOTS=1` to write it anew.

        Numbers that stand for a missing cell, such as -200, are taken out first: see [cells](datasets.md#cells).
        The first rule that fits a column counts; `types` in model.json overrules all of them.

        1. **constant**: every cell is the same or missing; or of 1,000 rows and more fewer than five differ.
        2. **identifier**: counts the rows, in any order.
        3. **boolean**: two distinct values that are one of the pairs yes/no, y/n, ja/nein, j/n, oui/non, si/no, true/false, t/f, on/off, 1/0.
        4. **date**: 95 % of the distinct values are dates, or times of day, in one format. Where day and month could be swapped
           in the whole column, points and hyphens mean the day first; slashes mean the day first in a file with semicolons or
           decimal commas, and the month first elsewhere. Day numbers of a spreadsheet need a name that says date.
        5. Of numbers (95 % of the cells): **identifier** if the name says so and half of the values are distinct, or if it names a
           customer or an order and there are 60 distinct ones, or if 95 % are distinct codes: digits of one length, that begin
           with zeros or are over 16,777,216 and not mostly round, under a name of no amount or time; **categorical** if they are whole and the name says a code
           (region, channel, type, month, hour, zip, …), not an amount; else **numeric**.
        6. Of texts: **text** from 50 distinct ones of three words on average; **identifier** if 95 % are distinct; else **categorical**.

        """;

    private static readonly (string File, string? Label)[] Files =
    [
        ("telco/Telco-Customer-Churn.csv", null),
        ("online_shoppers/online_shoppers_intention.csv", null),
        ("credit_data/credit_data.csv", "Status"),
        ("wholesale/Wholesale customers data.csv", "Channel"),
        ("diamonds/diamonds.csv", "price"),
        ("bike_hour/bike_sharing.csv", null),
        ("airquality/AirQualityUCI.csv", "CO(GT)"),
        ("airquality/AirQualityUCI.xlsx", "CO(GT)"),
        ("cdnow/CDNOW_master.txt", null),
        ("cdnow/CDNOW_sample.txt", null),
        ("online_retail/online_retail.csv.gz", "Quantity"),
    ];

    [Fact]
    public async Task Columns_of_real_files_are_what_the_docs_say()
    {
        var page = new StringBuilder(Introduction);
        foreach (var (file, label) in Files)
            Append(page, file, label, (await SharedData.ReadAsync(file)).Dataset);

        var path = Path.Combine(RepositoryFolder(), Page);
        if (Environment.GetEnvironmentVariable("UPDATE_SNAPSHOTS") == "1")
            await File.WriteAllTextAsync(path, page.ToString(), TestContext.Current.CancellationToken);
        Assert.Equal(await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken), page.ToString());
    }

    private static void Append(StringBuilder page, string file, string? label, Dataset dataset)
    {
        var settings = new ModelSettings { Label = label };
        var schema = SchemaInference.Infer(SentinelRule.Apply(dataset, settings), settings);
        var source = dataset.Source;
        var delimiter = source.Delimiter switch { ',' => "commas", ';' => "semicolons", ' ' => "spaces", var other => other.ToString() };
        var format = source.Format == DatasetFormats.Text ? $"Text, {delimiter}, {source.Encoding}" : source.Format;
        var zipped = source.Compression == "none" ? "" : $", {source.Compression}";
        page.Append(CultureInfo.InvariantCulture, $"""

            ## {file[(file.IndexOf('/') + 1)..]}

            {format}{zipped}; {dataset.RowCount:N0} rows. Task {Camel(schema.Label.Task.ToString())}, label `{schema.Label.Name}` ({schema.Label.Evidence}). Id: {(schema.Id is null ? "none" : $"`{schema.Id}`")}.

            | column | type | role | evidence |
            |---|---|---|---|

            """);
        foreach (var column in schema.Columns)
            page.Append(CultureInfo.InvariantCulture, $"| `{column.Name}` | {Camel(column.Type.ToString())} | {Camel(column.Role.ToString())} | {column.Evidence} |\n");
    }

    private static string Camel(string name) => char.ToLowerInvariant(name[0]) + name[1..];

    private static string RepositoryFolder()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "ServerlessRetail.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The tests do not run inside the repository.");
    }
}
