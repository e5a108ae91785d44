using System.Text.Json;
using ServerlessRetail.Datasets;
using ServerlessRetail.Datasets.Guards;
using ServerlessRetail.Datasets.PersonalData;
using ServerlessRetail.Datasets.Quality;
using ServerlessRetail.Models;
using ServerlessRetail.Models.Reporting;

namespace ServerlessRetail.Tests.Reports;

/// <summary>Full reports for every task, from a fixed seed: what a real training of such a file finds, in shape and size.</summary>
internal static class SampleReports
{
    private static readonly DateTimeOffset Time = new(2026, 3, 14, 9, 26, 53, TimeSpan.Zero);

    public static SampleReport Churn()
    {
        var columns = Columns("churned", ["no", "yes"]);
        var label = new LabelSchema("churned", ModelTask.Binary, "yes", "no", "a well-known name for a label; a well-known positive class");
        var drawn = DrawnScores.Create(rows: 998, positiveRate: 0.24, seed: 7);
        var thresholds = ((double[])[0.1, 0.2, 0.2928, 0.4, 0.5, 0.6, 0.7, 0.8]).Select(threshold => drawn.Decide(threshold, threshold == 0.2928)).ToArray();
        var chosen = thresholds.Single(threshold => threshold.Chosen);
        var report = Report("churn", label, columns, "blend", new EvaluationReport
        {
            Metrics = new Dictionary<string, MetricEstimate>
            {
                [MetricNames.Auc] = new(0.858, 0.834, 0.881, 0.5, 0.842),
                [MetricNames.PrAuc] = new(0.661, 0.604, 0.714, 0.238, 0.640),
                [MetricNames.LogLoss] = new(0.383, 0.354, 0.412, 0.548, 0.391),
                [MetricNames.Brier] = new(0.121, 0.110, 0.133, 0.181, 0.125),
                [MetricNames.Ece] = new(0.021, 0.013, 0.041, 0.0, 0.027),
                [MetricNames.Accuracy] = new(0.801, 0.775, 0.825, 0.763, 0.79),
                [MetricNames.Precision] = new(chosen.Precision, chosen.Precision - 0.05, chosen.Precision + 0.05, 0, 0.55),
                [MetricNames.Recall] = new(chosen.Recall, chosen.Recall - 0.05, chosen.Recall + 0.05, 0, 0.72),
                [MetricNames.F1] = new(chosen.F1, chosen.F1 - 0.04, chosen.F1 + 0.04, 0, 0.62),
                [MetricNames.Lift10] = new(3.2, 2.8, 3.6, 1, 3.1),
            },
            Resamples = 1000,
            Curves = new EvaluationCurves
            {
                Roc = drawn.Roc(),
                PrecisionRecall = drawn.PrecisionRecall(),
                Reliability = drawn.Reliability(),
                Scores = drawn.Histogram("no", "yes"),
                LiftGains = drawn.LiftGains(),
            },
            Thresholds = thresholds,
            Slices = Slices(),
            Importance = Importance(columns),
            PartialDependence = Effects(columns, null, 0.24, 0.3),
        });
        return new SampleReport(
            report with
            {
                Confusion = new ConfusionMatrix(chosen.Tp, chosen.Fp, chosen.Tn, chosen.Fn),
                Threshold = chosen.Threshold,
                Calibration = new CalibrationReport(
                    CalibrationMethods.Isotonic, "It gave the lowest log loss on the out-of-fold rows.", 3990, new CalibrationQuality(0.048, 0.126, 0.402), new CalibrationQuality(0.019, 0.122, 0.385)),
            },
            Quality(columns, isDrifted: true));
    }

    public static SampleReport Spend()
    {
        var columns = Columns("yearly_spend", null);
        var label = new LabelSchema("yearly_spend", ModelTask.Regression, null, null, "named in model.json");
        var random = new Random(11);
        var edges = Enumerable.Range(0, 21).Select(edge => -2000.0 + (200 * edge)).ToArray();
        var report = Report("spend", label, columns, "boostedTrees", new EvaluationReport
        {
            Metrics = new Dictionary<string, MetricEstimate>
            {
                [MetricNames.RSquared] = new(0.713, 0.662, 0.758, 0, null),
                [MetricNames.Mae] = new(412.6, 391.2, 437.9, 1034.8, null),
                [MetricNames.Rmse] = new(698.1, 640.3, 757.4, 1311.5, null),
                [MetricNames.MedianAe] = new(268.4, 250.1, 287, 902, null),
                [MetricNames.Wape] = new(0.218, 0.207, 0.231, 0.546, null),
                [MetricNames.Spearman] = new(0.871, 0.852, 0.888, 0, null),
            },
            Resamples = 1000,
            Interval = new IntervalQuality(0.9, 0.907, 0.887, 0.924, 2104),
            Curves = new EvaluationCurves
            {
                PredictedActual = [.. Enumerable.Range(1, 10).Select(decile => Decile(decile, random))],
                Residuals = new Histogram(edges, [.. Enumerable.Range(0, 20).Select(bin => (int)(160 * Math.Exp(-Math.Pow((bin - 9.3) / 3.1, 2))) + random.Next(6))]),
            },
            Slices = [.. Slices().Select(slice => slice with
            {
                Metrics = new Dictionary<string, double>
                {
                    [MetricNames.Mae] = 380 + random.Next(120), [MetricNames.RSquared] = 0.6 + (0.2 * random.NextDouble()), [SliceMetricNames.CalibrationGap] = random.Next(-60, 60),
                },
            })],
            Importance = Importance(columns),
            PartialDependence = Effects(columns, null, 1900, 1500),
        });
        return new SampleReport(
            report with { Calibration = new CalibrationReport(CalibrationMethods.Smearing, "The model predicts the logarithm of the amount.", 3990, null, null), Interval = new IntervalReport(0.9, "Out of fold, 90% of the rows lie within.", 3990) },
            Quality(columns, isDrifted: false));
    }

    public static SampleReport Segment(int classCount = 4)
    {
        string[] classes = [.. ((string[])["bargain hunter", "big basket", "one-time", "regular"]).Concat(Enumerable.Range(5, 50).Select(index => $"segment {index}")).Take(classCount)];
        var columns = Columns("segment", classes);
        var label = new LabelSchema("segment", ModelTask.Multiclass, null, null, "the last column") { Classes = classes };
        var random = new Random(13);
        var counts = classes.Select((_, row) => (IReadOnlyList<int>)[.. classes.Select((_, column) => row == column ? 150 - (30 * (row % 4)) : random.Next(25))]).ToArray();
        var report = Report("segment", label, columns, "neuralNetwork", new EvaluationReport
        {
            Metrics = new Dictionary<string, MetricEstimate>
            {
                [MetricNames.Accuracy] = new(0.743, 0.715, 0.771, 0.31, 0.729),
                [MetricNames.MacroF1] = new(0.701, 0.668, 0.733, 0.12, 0.69),
                [MetricNames.MacroPrecision] = new(0.712, 0.68, 0.742, 0.08, 0.7),
                [MetricNames.MacroRecall] = new(0.694, 0.66, 0.729, 0.25, 0.68),
                [MetricNames.MacroAuc] = new(0.904, 0.889, 0.919, 0.5, 0.9),
                [MetricNames.LogLoss] = new(0.672, 0.62, 0.725, 1.33, 0.69),
            },
            Resamples = 1000,
            Curves = new EvaluationCurves { Reliability = DrawnScores.Create(998, 0.7, 17).Reliability() },
            Importance = Importance(columns),
            PartialDependence = [.. classes.Take(2).SelectMany((name, index) => Effects(columns, name, 0.2 + (0.1 * index), 0.25).Take(3))],
            PerClass = [.. classes.Select((name, index) => new ClassReport(name, index == 3 ? 34 : counts[index].Sum(), 0.6 + (0.08 * (index % 4)), 0.55 + (0.07 * (index % 4)), 0.58 + (0.07 * (index % 4)), 0.85 + (0.03 * (index % 4))))],
            ConfusionTable = new ConfusionTable(classes, counts),
        });
        return new SampleReport(
            report with
            {
                Calibration = new CalibrationReport(
                    CalibrationMethods.Temperature, "One factor for all classes.", 3990, new CalibrationQuality(0.061, 0.38, 0.74), new CalibrationQuality(0.022, 0.36, 0.69)),
            },
            Quality(columns, isDrifted: false));
    }

    private static ModelReport Report(string model, LabelSchema label, IReadOnlyList<ColumnSchema> columns, string trainer, EvaluationReport evaluation) => new(
        model, "61deb6c4c2b2", Time, trainer, label, new RowCounts(5000, 4988, 12, 3990, 998),
        new DatasetReference($"{model}/2026/customers.csv", "\"0x20A7402DA3CFC60\"", "45f61e13b7c1a9d04f6d4c1dc4a1c1f7f1f1fb1dd0a4bb5a8ad5a4c8fbcf3e1d", Time.AddMinutes(-4)),
        evaluation.Metrics.ToDictionary(metric => metric.Key, metric => metric.Value.Value),
        evaluation.Metrics.ToDictionary(metric => metric.Key, metric => metric.Value.Baseline ?? double.NaN),
        null, null, columns)
    {
        PersonalData = [new PersonalDataFinding("email", PersonalDataKind.Email, 0.998, "99.8 % of the sampled values are e-mail addresses.")],
        Guards =
        [
            new GuardFinding(GuardNames.TargetLeakage, "cancellation_fee", "cancellation_fee alone tells the label with an AUC of 0.991.", "Leave it out with \"exclude\", or allow it if it is known before the label is.", Blocks: true) { Overruled = true },
            new GuardFinding(GuardNames.TimeOrder, "first_purchase", "The share of the label changes along first_purchase from 0.19 to 0.31.", "Name the column as \"time\" to hold out the newest rows.", Blocks: false),
        ],
        Evaluation = evaluation,
        Selection = new SelectionReport(
            label.Task == ModelTask.Regression ? MetricNames.Rmse : MetricNames.LogLoss, trainer, "Its mean was the best, by more than one standard error over the simplest candidate.", "5 folds, stratified by label", BudgetUsedUp: true)
        {
            Candidates =
            [
                new CandidateReport("logisticRegression", 5, 0, new CandidateScore(MetricNames.LogLoss, 0.4012, 0.0041), CandidateState.Finished, "always tried first") { Parameters = new Dictionary<string, double> { ["l2"] = 0.001 }, Seconds = 1.4 },
                new CandidateReport("boostedTrees", 5, 143, new CandidateScore(MetricNames.LogLoss, 0.3897, 0.0052), CandidateState.Finished, null) { Parameters = new Dictionary<string, double> { ["leaves"] = 15, ["learningRate"] = 0.05, ["minRowsPerLeaf"] = 20, ["columnShare"] = 0.8 } },
                new CandidateReport("boostedTrees", 2, 61, new CandidateScore(MetricNames.LogLoss, 0.4391, 0.0093), CandidateState.Stopped, "It could no longer win.") { Parameters = new Dictionary<string, double> { ["leaves"] = 63, ["learningRate"] = 0.2 } },
                new CandidateReport("neuralNetwork", 5, 38, new CandidateScore(MetricNames.LogLoss, 0.3921, 0.0048), CandidateState.Finished, null) { Parameters = new Dictionary<string, double> { ["width"] = 64, ["depth"] = 2, ["dropout"] = 0.1 } },
                new CandidateReport("neuralNetwork", 1, 0, null, CandidateState.Failed, "It gave no finite predictor.") { Parameters = new Dictionary<string, double> { ["learningRate"] = 0.3 } },
            ],
            Blend = trainer == "blend" ? [new BlendPart("boostedTrees", 0.62), new BlendPart("neuralNetwork", 0.28), new BlendPart("logisticRegression", 0.10)] : [new BlendPart(trainer, 1)],
        },
        Lineage = new LineageReport(
            "0.1.0", 1, "45f61e13b7c1a9d04f6d4c1dc4a1c1f7f1f1fb1dd0a4bb5a8ad5a4c8fbcf3e1d",
            JsonDocument.Parse("""{ "allow": ["targetLeakage"], "costs": { "falsePositive": 1, "falseNegative": 4 } }""").RootElement,
            "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", "x64, AVX-512", ".NET 10.0.0, Microsoft.ML 5.0.1"),
    };

    private static ColumnSchema[] Columns(string label, string[]? classes) =>
    [
        new("customer_id", ColumnType.Identifier, ColumnRole.Id, 0, 4988, "Every value is there once."),
        new("email", ColumnType.Text, ColumnRole.Excluded, 0.02, 4881, "E-mail addresses.") { PersonalData = PersonalDataKind.Email },
        new("visits_last_90_days", ColumnType.Numeric, ColumnRole.Feature, 0, 41, "All values are numbers."),
        new("days_since_last_visit", ColumnType.Numeric, ColumnRole.Feature, 0.013, 180, "All values are numbers."),
        new("return_rate", ColumnType.Numeric, ColumnRole.Feature, 0.081, 101, "All values are numbers."),
        new("avg_basket", ColumnType.Numeric, ColumnRole.Feature, 0.004, null, "All values are numbers."),
        new("loyalty_tier", ColumnType.Categorical, ColumnRole.Feature, 0.006, 4, "Four distinct texts."),
        new("first_purchase", ColumnType.Date, ColumnRole.Feature, 0, 1903, "All values are dates, year first.") { Format = "yyyy-MM-dd" },
        new("gender", ColumnType.Categorical, ColumnRole.Feature, 0.01, 3, "Three distinct texts.") { Sensitive = true },
        new("age", ColumnType.Numeric, ColumnRole.Feature, 0.03, 68, "All values are numbers.") { Sensitive = true },
        new("newsletter", ColumnType.Boolean, ColumnRole.Feature, 0, 2, "yes and no."),
        new("cancellation_fee", ColumnType.Numeric, ColumnRole.Feature, 0.61, 12, "All values are numbers."),
        new("country", ColumnType.Constant, ColumnRole.Excluded, 0, 1, "The same in every row."),
        new(label, classes is null ? ColumnType.Numeric : classes.Length == 2 ? ColumnType.Boolean : ColumnType.Categorical, ColumnRole.Label, 0, classes?.Length, "the label"),
    ];

    private static QualityReport Quality(ColumnSchema[] columns, bool isDrifted)
    {
        var random = new Random(3);
        return new QualityReport(new QualityRows(5000, 4988, 12, 7, 3, 6, 1), [.. columns.Select((column, index) => new ColumnQuality(
            column.Name, column.Type, column.Role, column.Missing, column.Distinct, column.Sensitive, column.PersonalData,
            column.Type == ColumnType.Numeric ? new NumberSummary(0, 1 + index, 4 + index, 11 + index, 25 + index, 61.5 + index, 987_654.321, 17 + index, 12, 20) : null,
            column.Type switch
            {
                ColumnType.Categorical => [new ValueShare("basic", 0.52), new ValueShare("silver", 0.27), new ValueShare("gold", 0.15), new ValueShare("platinum", 0.06)],
                ColumnType.Boolean => [new ValueShare("no", 0.63), new ValueShare("yes", 0.37)],
                _ => null,
            },
            null,
            isDrifted && column.Role == ColumnRole.Feature ? DriftOf(index == 4 ? 0.31 : index == 6 ? 0.14 : 0.05 * random.NextDouble()) : null))]);
    }

    private static Drift DriftOf(double psi) => new(psi, psi >= 0.25 ? DriftLevel.Major : psi >= 0.1 ? DriftLevel.Moderate : DriftLevel.None);

    private static SliceReport[] Slices() =>
    [
        Slice("gender", "female", 512, true, 0.24, 0.31, 0.861, 0.004),
        Slice("gender", "male", 447, true, 0.23, 0.30, 0.852, -0.006),
        Slice("gender", null, 39, true, 0.26, 0.21, 0.79, -0.05),
        Slice("age", "18 to 29", 201, true, 0.33, 0.47, 0.812, 0.038) with { Worse = true, Note = "The AUC is 0.046 lower than on all rows." },
        Slice("age", "30 to 49", 423, true, 0.22, 0.29, 0.866, 0.002),
        Slice("age", "50 and above", 344, true, 0.2, 0.23, 0.871, -0.009),
        Slice("loyalty_tier", "basic", 519, false, 0.31, 0.42, 0.838, 0.008),
        Slice("loyalty_tier", "gold", 150, false, 0.09, 0.08, 0.872, -0.011),
        Slice("newsletter", "yes", 371, false, 0.19, 0.24, 0.86, 0.001),
    ];

    private static SliceReport Slice(string column, string? value, int rows, bool sensitive, double positive, double selected, double auc, double gap) => new(
        column, value, rows, sensitive, new Dictionary<string, double>
        {
            [SliceMetricNames.PositiveRate] = positive,
            [SliceMetricNames.SelectionRate] = selected,
            [MetricNames.Auc] = auc,
            [SliceMetricNames.CalibrationGap] = gap,
        });

    private static ColumnImportance[] Importance(ColumnSchema[] columns)
    {
        var features = columns.Where(column => column.Role == ColumnRole.Feature).ToArray();
        var sizes = features.Select((_, index) => 0.9 * Math.Pow(0.68, index)).ToArray();
        return [.. features.Select((column, index) => new ColumnImportance(column.Name, sizes[index], sizes[index] / sizes.Sum()))];
    }

    private static PartialDependence[] Effects(ColumnSchema[] columns, string? className, double middle, double range) =>
        [.. columns.Where(column => column.Role == ColumnRole.Feature).Take(6).Select((column, index) =>
            new PartialDependence(column.Name, className, Points(column, middle, range * Math.Pow(0.75, index), index % 2 == 0 ? -1 : 1)))];

    private static PartialDependencePoint[] Points(ColumnSchema column, double middle, double range, int sign)
    {
        string[] texts = column.Type switch
        {
            ColumnType.Categorical => ["basic", "silver", "gold", "platinum with a name that is too long for a drawing"],
            ColumnType.Date => [.. Enumerable.Range(0, 9).Select(year => $"{2017 + year}-06-30")],
            _ => [],
        };
        var count = texts.Length > 0 ? texts.Length : 16;
        var points = Enumerable.Range(0, count).Select(index => new PartialDependencePoint(
            texts.Length > 0 ? null : index * 4.0, texts.Length > 0 ? texts[index] : null,
            middle + (sign * range * (Math.Tanh((index - (count / 2.0)) / count * 4) / 2)), Math.Exp(-index * 0.25) / 4.5));
        return column.Missing > 0.005 ? [.. points, new PartialDependencePoint(null, null, middle * 1.05, column.Missing)] : [.. points];
    }

    private static PredictionDecile Decile(int decile, Random random)
    {
        var mean = 400 * Math.Exp(decile * 0.24);
        return new PredictionDecile(decile, 100, mean, mean * (0.95 + (0.1 * random.NextDouble())), mean * 0.55, mean * 1.5);
    }
}

/// <param name="Quality">What the file was like.</param>
internal sealed record SampleReport(ModelReport Report, QualityReport Quality)
{
    public DatasetSchema Schema => new(Report.Label, "customer_id", Report.Columns)
    {
        Notes = [new DatasetNote(DatasetNote.EmptyColumnDropped, "remarks", "The column is empty and was left out.")],
    };
}
