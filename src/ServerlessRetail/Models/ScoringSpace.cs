using ServerlessRetail.Features;

namespace ServerlessRetail.Models;

/// <summary>Room for one row's way through a model, used again for the next row. For one thread at a time.</summary>
public sealed class ScoringSpace
{
    internal ScoringSpace(FeatureRecipe[] recipes, int outputs)
    {
        Vectors = Array.ConvertAll(recipes, recipe => new float[recipe.Width]);
        Scores = new double[outputs];
        PartScores = new double[outputs];
        PartContributions = new double[recipes[0].Columns.Count];
    }

    /// <summary>The row's feature vectors, one a recipe of the model.</summary>
    internal float[][] Vectors { get; }

    internal double[] Scores { get; }

    internal double[] PartScores { get; }

    /// <summary>One a column.</summary>
    internal double[] PartContributions { get; }
}
