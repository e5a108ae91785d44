using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using ServerlessRetail.Features;
using ServerlessRetail.Models;
using ServerlessRetail.Models.Predictors;

namespace ServerlessRetail.Tests.Models;

public sealed class ModelFileTests
{
    private static readonly Gen<float> AnyFloat = Gen.OneOf(Gen.Float[-1e6f, 1e6f], Gen.Float[-1, 1], Gen.Const(float.Epsilon), Gen.Const(-0f));

    private static readonly Gen<FeatureColumn> Numeric =
        from name in Gen.String[1, 8]
        from floats in AnyFloat.Array[5]
        from flags in Gen.Bool
        from format in Gen.Int[0, 11]
        select (FeatureColumn)new NumericFeature(
            name, floats[0], new NumberScaling(floats[1], Math.Abs(floats[2]) + 1e-3f), floats[3], floats[4], flags, ServerlessRetail.Datasets.NumberFormat.All[format].Id);

    private static readonly Gen<FeatureColumn> Categorical =
        Gen.Select(Gen.String[1, 8], Gen.String[0, 8].Array[1, 6], (name, texts) => (FeatureColumn)new CategoricalFeature(name, [.. texts.Distinct()]));

    private static readonly Gen<FeatureColumn> Other =
        from name in Gen.String[1, 8]
        from flags in Gen.Bool
        from format in Gen.Int[0, ServerlessRetail.Datasets.DateFormat.All.Count - 1]
        from parts in Gen.Int[0, 7]
        from kind in Gen.Int[0, 2]
        select (FeatureColumn)(kind switch
        {
            0 => new BooleanFeature(name, 0.25f, flags),
            1 => new TextFeature(name, 8 + parts, flags),
            _ => new DateFeature(
                name, ServerlessRetail.Datasets.DateFormat.All[format].Id, 9_000, 20_000, 400,
                flags ? new NumberScaling(parts, 7, 0, 99, IsLog: true) : null, (DateParts)parts, FlagsMissing: true),
        });

    private static readonly Gen<FittedModel> AnyModel =
        from columns in Gen.OneOf(Numeric, Categorical, Other).Array[1, 6]
        let recipe = new FeatureRecipe(columns)
        from weights in AnyFloat.Array[recipe.Width]
        from means in AnyFloat.Array[recipe.Width]
        from bias in AnyFloat
        from scale in Gen.Double[0.01, 1e6]
        from threshold in Gen.Double[0, 1]
        select new ModelBuilder(recipe)
        {
            Weights = weights,
            Means = means,
            Bias = bias,
            Scale = scale,
            Offset = -scale / 3,
            Threshold = threshold,
            Label = ModelBuilder.SpendLabel,
        }.Build();

    [Fact]
    public void What_is_written_is_read_again() => AnyModel.Sample(model =>
    {
        var read = ModelFile.Read(ModelFile.Write(model, [GoldenRow(model.Recipe)]));

        return Json(read.Description) == Json(model.Description)
            && Linear(read).Biases.SequenceEqual(Linear(model).Biases)
            && Linear(read).Weights(0).SequenceEqual(Linear(model).Weights(0))
            && Linear(read).Means.SequenceEqual(Linear(model).Means)
            && Score(read).Equals(Score(model));
    });

    [Fact]
    public void The_same_content_gives_the_same_version_and_any_other_another() => AnyModel.Sample(model =>
    {
        var file = ModelFile.Write(model, [GoldenRow(model.Recipe)]);
        var again = ModelFile.Write(ModelFile.Read(file), [GoldenRow(model.Recipe)]);
        var other = ModelFile.Write(new FittedModel(model.Description with { Threshold = 2 }, model.Predictors), [GoldenRow(model.Recipe)]);

        return file.AsSpan().SequenceEqual(again)
            && ModelFile.VersionOf(file) == ModelFile.VersionOf(again)
            && ModelFile.VersionOf(file) != ModelFile.VersionOf(other);
    });

    [Fact]
    public void A_version_is_twelve_hexadecimal_digits() =>
        Assert.Matches("^[0-9a-f]{12}$", ModelFile.VersionOf(ModelFile.Write(new ModelBuilder(ModelBuilder.RetailRecipe).Build(), [])));

    [Fact]
    public void At_most_sixteen_golden_rows_are_kept()
    {
        var model = new ModelBuilder(ModelBuilder.RetailRecipe).Build();
        var row = GoldenRow(model.Recipe);

        var sixteen = ModelFile.Write(model, [.. Enumerable.Repeat(row, 16)]);

        Assert.Equal(sixteen, ModelFile.Write(model, [.. Enumerable.Repeat(row, 17)]));
        Assert.NotEqual(sixteen, ModelFile.Write(model, [.. Enumerable.Repeat(row, 15)]));
    }

    [Fact]
    public void A_file_of_the_first_version_is_still_read()
    {
        var model = new ModelBuilder(ModelBuilder.RetailRecipe) { Scale = 40, Offset = 7, Label = ModelBuilder.SpendLabel }.Build();

        var read = ModelFile.Read(FirstVersion(model, GoldenRow(model.Recipe)));

        Assert.Equal(Score(model), Score(read), 9);
        Assert.Equal(Json(model.Description), Json(read.Description));
    }

    [Fact]
    public void A_file_of_a_release_without_intervals_or_with_more_than_this_one_knows_is_read()
    {
        var model = new ModelBuilder(ModelBuilder.RetailRecipe) { Label = ModelBuilder.SpendLabel }.Build();
        model = new FittedModel(model.Description with { Interval = new ConformalInterval(0.9, [0], [1], [2], IsNonNegative: false) }, model.Predictors);
        var file = ModelFile.Write(model, [GoldenRow(model.Recipe)]);

        var earlier = ModelFile.Read(WithDescription(file, description => description.Remove("interval")));
        var later = ModelFile.Read(WithDescription(file, description => description.Add("somethingNew", 1)));

        Assert.Null(earlier.Interval(0));
        Assert.Equal(new PredictionInterval(-1, 2, 0.9), later.Interval(0));
        Assert.Equal((Score(model), Score(model)), (Score(earlier), Score(later)));
    }

    /// <summary>The file with another description and the checksum of it.</summary>
    private static byte[] WithDescription(byte[] file, Action<JsonObject> change)
    {
        const int Start = 16;
        var length = BitConverter.ToInt32(file, Start - sizeof(int));
        var description = JsonNode.Parse(file.AsSpan(Start, length))!.AsObject();
        change(description);
        var json = Encoding.UTF8.GetBytes(description.ToJsonString());
        byte[] content = [.. file[..(Start - sizeof(int))], .. BitConverter.GetBytes(json.Length), .. json, .. file[(Start + length)..^SHA256.HashSizeInBytes]];
        return [.. content, .. SHA256.HashData(content)];
    }

    /// <summary>The layout of version 1: one linear predictor in floats, and a description without parts.</summary>
    private static byte[] FirstVersion(FittedModel model, float[] goldenRow)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write("SRMODEL\n"u8);
        writer.Write(1);
        var description = JsonNode.Parse(Json(model.Description))!.AsObject();
        foreach (var key in (string[])["otherRecipes", "parts", "calibration", "labelScale", "interval"])
            description.Remove(key);
        var json = Encoding.UTF8.GetBytes(description.ToJsonString());
        writer.Write(json.Length);
        writer.Write(json);
        writer.Write(model.Recipe.Width);
        writer.Write((float)Linear(model).Biases[0]);
        foreach (var weight in Linear(model).Weights(0))
            writer.Write((float)weight);
        foreach (var mean in Linear(model).Means)
            writer.Write(mean);
        writer.Write(1);
        foreach (var cell in goldenRow)
            writer.Write(cell);
        writer.Write(Score(model));
        writer.Flush();
        writer.Write(SHA256.HashData(stream.ToArray()));
        writer.Flush();
        return stream.ToArray();
    }

    private static float[] GoldenRow(FeatureRecipe recipe) => [.. recipe.Columns.SelectMany((column, i) => Enumerable.Repeat(column is NumericFeature ? i * 1.25f : 0f, column.CellWidth))];

    private static double Score(FittedModel model) => model.RawScore(GoldenRow(model.Recipe), model.CreateSpace());

    private static LinearPredictor Linear(FittedModel model) => (LinearPredictor)model.Predictors[0];

    private static string Json(ModelDescription description) => JsonSerializer.Serialize(description, ModelJson.Default.ModelDescription);
}
