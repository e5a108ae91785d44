using ServerlessRetail.Datasets;
using ServerlessRetail.Features;
using ServerlessRetail.Training.Selection;
using ServerlessRetail.Training.Trainers;

namespace ServerlessRetail.Training;

/// <summary>
/// How many rows the parts of a model learn from, and which are trained side by side: by the size of the data alone, so
/// that the memory for feature vectors is bounded and the same file gives the same model everywhere.
/// </summary>
internal static class FittingPlan
{
    /// <summary>Most slots of feature vectors that are in memory at the same time: 400 MB of floats.</summary>
    public const long MostSlots = 100_000_000;

    /// <summary>A network passes over its rows many times, and learns little from more than this.</summary>
    public const int MostNetworkRows = 250_000;

    /// <summary>
    /// A plan for comparing candidates whose feature vectors have room: where all rows have not, as where many columns have
    /// many categories, one hold-out of as many rows as have.
    /// </summary>
    /// <param name="width">Slots of the widest feature vectors.</param>
    /// <param name="rows">Rows that there are.</param>
    public static SelectionPlan Narrow(SelectionPlan plan, ModelTask task, int width, int rows)
    {
        // Lines and networks want numbers in different forms.
        var forms = task == ModelTask.Regression ? 2 : 1;
        var most = MostSlots / Math.Max(1, forms * (long)width);
        var compared = plan.FoldCount == 1 ? plan.MaxRows + SelectionSample.ValidationRows(plan) : rows;
        return compared <= most ? plan : plan with { FoldCount = 1, Repeats = 1, MaxRows = (int)(most * 2 / 3) };
    }

    /// <summary>Rows that a trainer learns from.</summary>
    /// <param name="width">Slots of its feature vectors.</param>
    /// <param name="rows">Rows that there are.</param>
    public static int RowsFor(ITrainer trainer, int width, int rows)
    {
        var most = trainer.Name == TrainerNames.NeuralNetwork ? Math.Min(rows, MostNetworkRows) : rows;
        return (int)Math.Min(most, MostSlots / Math.Max(1, width));
    }

    /// <summary>Parts that are trained side by side, wave by wave: as many as their feature vectors leave room for.</summary>
    /// <param name="parts">The vectors that each part learns from; equal ones are shared.</param>
    /// <returns>Positions of the parts; each has one place.</returns>
    public static IReadOnlyList<IReadOnlyList<int>> Waves(IReadOnlyList<PartVectors> parts)
    {
        var waves = new List<List<int>>();
        for (var part = 0; part < parts.Count; part++)
        {
            var wave = waves.Find(wave => Slots(wave.Append(part)) <= MostSlots);
            if (wave is null)
                waves.Add([part]);
            else
                wave.Add(part);
        }
        return waves;

        long Slots(IEnumerable<int> wave) => wave.Select(part => parts[part]).Distinct().Sum(vectors => (long)vectors.Rows * vectors.Width);
    }
}

/// <summary>The feature vectors that a part of a model learns from.</summary>
internal readonly record struct PartVectors(FeatureOptions Options, int Rows, int Width);
