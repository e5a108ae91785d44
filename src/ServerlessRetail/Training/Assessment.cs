using System.Globalization;
using System.Text.Json;
using ServerlessRetail.Datasets;
using ServerlessRetail.Features;
using ServerlessRetail.Models;
using ServerlessRetail.Models.Reporting;
using ServerlessRetail.Training.Evaluation;

namespace ServerlessRetail.Training;

/// <summary>Judges a fitted model by the test rows and writes down what it was made from: the report of its version.</summary>
internal sealed class Assessment(Upload upload, RunRecorder recorder, ModelSettings settings, TimeProvider time)
{
    /// <param name="champion">The champion's metrics on the same test rows; null where there is none to compare with.</param>
    public AssessedModel Assess(
        FittingResult fitting, Dataset dataset, DatasetSchema schema, LabeledRows rows, IReadOnlyDictionary<string, double>? champion, CancellationToken cancellationToken)
    {
        var model = fitting.Model;
        var cells = CellMatrix.Create(dataset, model.Recipe, rows.Split.Test);
        var baseline = ModelEvaluation.OfBaseline(model.Task, rows.TrainLabels, rows.TestLabels);
        var report = ModelAssessment.Create(
            new EvaluationInput(model, cells, rows.TestLabels)
            {
                Baseline = baseline.Metrics,
                Champion = champion,
                Costs = settings.Costs,
                Slices = SliceColumn.From(dataset, schema, rows.Split.Test),
                Undisclosed = schema.Columns.Where(column => column.PersonalData is not null).Select(column => column.Name).ToHashSet(StringComparer.Ordinal),
                Seed = settings.Seed,
            },
            cancellationToken);
        if (report.Interval is { } interval && interval.IsTooNarrow())
        {
            recorder.Warn(RunWarningCodes.IntervalTooNarrow, null, string.Create(CultureInfo.InvariantCulture,
                $"The intervals around predictions are to hold {interval.Level:0%} of the true values and hold {interval.Coverage:0.0%} of the test rows: these are unlike the rows that the model learned from. Take the intervals as too narrow."));
        }
        return new AssessedModel(fitting, cells, ModelEvaluation.Of(model, cells, rows.TestLabels), baseline, report);
    }

    /// <param name="version">Of the model's file.</param>
    /// <param name="source">What the dataset was read from.</param>
    public ModelReport Report(string version, AssessedModel assessed, DatasetSchema schema, RowCounts rows, DatasetSource source)
    {
        var model = assessed.Fitting.Model;
        return new ModelReport(
            upload.Name.Model,
            version,
            time.GetUtcNow(),
            model.Description.Trainer,
            schema.Label,
            rows,
            new DatasetReference(upload.Name.ToString(), upload.ETag.ToString(), source.Sha256, upload.UploadedAt),
            assessed.Evaluation.Metrics,
            assessed.Baseline.Metrics,
            assessed.Evaluation.Confusion,
            model.Task == ModelTask.Binary ? model.Description.Threshold : null,
            schema.Columns)
        {
            PersonalData = recorder.Run.PersonalData,
            Guards = recorder.Run.Guards,
            Evaluation = assessed.Report,
            Selection = assessed.Fitting.Selection,
            Calibration = assessed.Fitting.Calibration,
            Interval = assessed.Fitting.Interval,
            Lineage = Lineage(model.Description.Lineage),
        };
    }

    private LineageReport Lineage(ModelLineage lineage) => new(
        lineage.Release, lineage.Seed, lineage.DatasetSha256, ReadSettings(), lineage.SettingsSha256, TrainingEngine.InstructionSet, TrainingEngine.Description);

    /// <summary>model.json without its comments; null where there is none.</summary>
    private JsonElement? ReadSettings()
    {
        if (upload.Settings is not { } json)
            return null;
        var text = json.ToMemory();
        using var document = JsonDocument.Parse(
            text.Span.StartsWith("\uFEFF"u8) ? text[3..] : text, new JsonDocumentOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
        return document.RootElement.Clone();
    }
}

/// <summary>A fitted model with what the test rows say of it.</summary>
/// <param name="TestCells">Of the test rows.</param>
internal sealed record AssessedModel(
    FittingResult Fitting, CellMatrix TestCells, ModelEvaluation Evaluation, ModelEvaluation Baseline, EvaluationReport Report);
