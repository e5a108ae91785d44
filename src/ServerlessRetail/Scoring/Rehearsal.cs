using System.Text.Json;
using ServerlessRetail.Models;
using ServerlessRetail.Models.Predictors;

namespace ServerlessRetail.Scoring;

/// <summary>
/// Reads a small made-up model and scores a customer with it. A start has this done while it waits for the storage: the code
/// that it runs is ready when the first real model comes, and is half of what reading that would take.
/// </summary>
internal static class Rehearsal
{
    /// <summary>As many as a vector of masks has words.</summary>
    private const int Trees = 8;

    private static ReadOnlySpan<byte> Description => """
        {
          "trainer": "boostedTrees",
          "label": { "name": "l", "task": "binary", "positive": "yes", "negative": "no", "evidence": "", "classes": ["no", "yes"] },
          "id": "i",
          "recipe": {
            "rowScaling": "none",
            "columns": [
              { "$type": "numeric", "name": "n", "fill": 1, "scaling": { "center": 1, "spread": 1, "low": 0, "high": 2, "isLog": false }, "minimum": 0, "maximum": 2, "flagsMissing": false, "format": "point" },
              { "$type": "categorical", "name": "c", "categories": ["a", "b"], "buckets": 1, "isOrdinal": true },
              { "$type": "boolean", "name": "b", "trueShare": 0.5, "flagsMissing": false }
            ]
          },
          "threshold": 0.5, "outputScale": 1, "outputOffset": 0,
          "ignoredColumns": ["l"],
          "lineage": { "datasetSha256": "", "settingsSha256": "", "seed": 1, "release": "" },
          "otherRecipes": [],
          "parts": [{ "trainer": "boostedTrees", "weight": 1, "recipe": 0, "parameters": { "rounds": 8 }, "rounds": 8 }],
          "calibration": null, "labelScale": "linear", "interval": null, "smoothing": 0
        }
        """u8;

    /// <returns>The customer's score, with reasons.</returns>
    public static ScoreResult Run()
    {
        var description = ModelFile.ReadDescription(Description);
        var served = new ServedModel("rehearsal", "", new FittedModel(description, [GrowTrees(description.Recipe.Width)]));
        _ = served.Kit;
        using var customer = JsonDocument.Parse("""{ "i": "1", "n": 2, "c": "a", "b": "yes" }""");
        return new Scorer(served).Score(customer.RootElement, "", reasons: 3);
    }

    /// <summary>Trees of two nodes, so that reasons have something to share out.</summary>
    private static TreesPredictor GrowTrees(int width)
    {
        var builder = new FlatTreesBuilder();
        for (var tree = 0; tree < Trees; tree++)
        {
            FlatTrees.Node[] nodes = [new(tree % width, 0.5f, 1, ~0), new((tree + 1) % width, 0.5f, ~1, ~2)];
            builder.Add(root: 0, node => nodes[node], leaf => (leaf - 1, 1));
        }
        return new TreesPredictor([0], new int[Trees], builder.Build(width));
    }
}
