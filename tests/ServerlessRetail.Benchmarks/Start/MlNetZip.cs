using Microsoft.ML;
using Microsoft.ML.Trainers.LightGbm;
using ServerlessRetail.MlNetHost;

namespace ServerlessRetail.Benchmarks.Start;

/// <summary>Trains what a user of ML.NET would save: one-hot categories and LightGBM's trees in a zip.</summary>
internal static class MlNetZip
{
    private static readonly string[] Categories =
        [nameof(MlNetCustomer.Tier), nameof(MlNetCustomer.Region), nameof(MlNetCustomer.Channel), nameof(MlNetCustomer.Payment), nameof(MlNetCustomer.Newsletter)];

    private static readonly string[] Numbers =
    [
        nameof(MlNetCustomer.Tenure), nameof(MlNetCustomer.Visits), nameof(MlNetCustomer.DaysSinceLastVisit), nameof(MlNetCustomer.SpendGrocery),
        nameof(MlNetCustomer.SpendFashion), nameof(MlNetCustomer.SpendHome), nameof(MlNetCustomer.SpendElectronics), nameof(MlNetCustomer.AverageBasket),
        nameof(MlNetCustomer.SupportContacts), nameof(MlNetCustomer.ReturnRate), nameof(MlNetCustomer.DiscountShare),
    ];

    /// <param name="csv">Path of the sample file.</param>
    public static BinaryData Train(string csv)
    {
        var context = new MLContext(seed: 1);
        var rows = context.Data.LoadFromTextFile<MlNetCustomer>(csv, separatorChar: ',', hasHeader: true, allowQuoting: true);
        var answers = new[] { KeyValuePair.Create("yes", true), KeyValuePair.Create("no", false) };
        var pipeline = context.Transforms.Conversion.MapValue("Label", answers, nameof(MlNetCustomer.Churned))
            .Append(context.Transforms.Categorical.OneHotEncoding([.. Categories.Select(name => new InputOutputColumnPair(name, name))]))
            .Append(context.Transforms.Concatenate("Features", [.. Numbers, .. Categories]))
            .Append(context.BinaryClassification.Trainers.LightGbm(
                new LightGbmBinaryTrainer.Options { NumberOfIterations = 100, NumberOfLeaves = 31, LearningRate = 0.05, NumberOfThreads = 1 }));
        using var zip = new MemoryStream();
        context.Model.Save(pipeline.Fit(rows), rows.Schema, zip);
        return BinaryData.FromBytes(zip.ToArray());
    }
}
