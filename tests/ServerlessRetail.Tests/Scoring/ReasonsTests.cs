using System.Text.Json;
using CsCheck;
using ServerlessRetail.Datasets;
using ServerlessRetail.Models;
using ServerlessRetail.Models.Predictors;
using ServerlessRetail.Scoring;
using ServerlessRetail.Tests.Models;

namespace ServerlessRetail.Tests.Scoring;

public sealed class ReasonsTests
{
    /// <summary>Reasons have seven digits.</summary>
    private const double Tolerance = 1e-6;

    private static readonly LabelSchema ClassLabel = new("segment", ModelTask.Multiclass, null, null, "given") { Classes = ["basic", "plus", "premium"] };

    private static readonly Gen<string> AnyCustomer =
        from tenure in Gen.Double[0, 72]
        from spend in Gen.Double[1, 900]
        from tier in Gen.OneOf(Gen.Const("gold"), Gen.Const("silver"), Gen.Const("bronze"), Gen.Const("new"))
        select JsonSerializer.Serialize(new { tenure, monthlySpend = spend.ToString("0.0#", System.Globalization.CultureInfo.GetCultureInfo("")).Replace('.', ','), tier, flag = 1 });

    [Fact]
    public void Changes_sum_to_the_probability_less_that_of_the_average_customer() =>
        Gen.Select(AnyCustomer, Gen.Int[1, 500]).Sample((json, seed) =>
        {
            var model = new ModelBuilder(ModelBuilder.RetailRecipe) { Seed = seed }.Build();

            var result = Score(model, json);

            var average = model.Probability(model.Explainer.BaseScores[0]);
            return Math.Abs(result.Reasons!.Sum(reason => reason.Change) - (result.Probability!.Value - average)) < Tolerance * Size(result);
        });

    [Fact]
    public void Of_a_number_learned_as_a_logarithm_changes_are_in_its_own_unit() =>
        Gen.Select(AnyCustomer, Gen.Int[1, 500]).Sample((json, seed) =>
        {
            var plain = new ModelBuilder(ModelBuilder.RetailRecipe) { Seed = seed, Label = ModelBuilder.SpendLabel, Scale = 0.1, Offset = 4 }.Build();
            var model = new FittedModel(plain.Description with { LabelScale = LabelScale.Log }, plain.Predictors);

            var result = Score(model, json);

            var average = model.Prediction(model.Explainer.BaseScores[0]);
            return Math.Abs(result.Reasons!.Sum(reason => reason.Change) - (result.Prediction!.Value - average)) < Tolerance * (Math.Abs(result.Prediction.Value) + Size(result));
        });

    [Fact]
    public void Of_several_classes_reasons_are_those_for_the_likeliest() =>
        Gen.Select(AnyCustomer, Gen.Int[1, 500]).Sample((json, seed) =>
        {
            var model = OfClasses(seed);

            var result = Score(model, json);

            var average = new double[3];
            model.Probabilities(model.Explainer.BaseScores, average);
            var decided = ClassLabel.ClassOf(result.Decision!);
            return Math.Abs(result.Probabilities!.Values.Sum() - 1) < 1e-9
                && result.Probabilities.First().Key == result.Decision
                && result.Probabilities[result.Decision!] >= result.Probabilities.Values.Max()
                && Math.Abs(result.Reasons!.Sum(reason => reason.Change) - (result.Probabilities[result.Decision!] - average[decided])) < Tolerance * Size(result);
        });

    [Fact]
    public void Directions_are_the_signs_and_the_strongest_come_first()
    {
        var reasons = Score(new ModelBuilder(ModelBuilder.RetailRecipe) { Seed = 3 }.Build(), """{ "tenure": 60, "monthlySpend": "12,5", "tier": "gold", "flag": 0 }""").Reasons!;

        Assert.All(reasons, reason => Assert.Equal(reason.Change >= 0 ? ReasonDirection.Raises : ReasonDirection.Lowers, reason.Direction));
        Assert.Equal(reasons.OrderByDescending(reason => Math.Abs(reason.Contribution)), reasons);
    }

    [Fact]
    public void Of_several_classes_a_column_that_speaks_for_the_class_against_every_other_raises_it() =>
        Gen.Select(AnyCustomer, Gen.Int[1, 500]).Sample((json, seed) =>
        {
            var model = OfClasses(seed);
            var result = Score(model, json);
            var space = model.CreateSpace();
            model.RawScores(new CustomerReader(model).Read(Sent.Element(json), "").Cells, space);
            var decided = ClassLabel.ClassOf(result.Decision!);
            var ofClasses = Enumerable.Range(0, 3).Select(output =>
            {
                var contributions = new double[model.Recipe.Columns.Count];
                model.Explainer.Explain(space, output, contributions);
                return contributions;
            }).ToArray();

            return model.Recipe.Columns.Select((column, at) => (column.Name, At: at)).All(column =>
            {
                var reason = result.Reasons!.Single(reason => reason.Column == column.Name);
                var leads = ofClasses.Where((_, output) => output != decided).Select(other => ofClasses[decided][column.At] - other[column.At]).ToArray();
                return !(leads.All(lead => lead > 1e-6) && reason.Direction == ReasonDirection.Lowers)
                    && !(leads.All(lead => lead < -1e-6) && reason.Direction == ReasonDirection.Raises);
            });
        });

    [Fact]
    public void A_blend_of_two_models_explains_like_the_weighted_sum_of_both()
    {
        var (one, other) = (new ModelBuilder(ModelBuilder.RetailRecipe) { Seed = 1 }.Build(), new ModelBuilder(ModelBuilder.RetailRecipe) { Seed = 2 }.Build());
        var blend = new FittedModel(
            one.Description with { Parts = [new PartDescription("a", 0.25, 0), new PartDescription("b", 0.75, 0)] }, [one.Predictors[0], other.Predictors[0]]);
        const string Json = """{ "tenure": 60, "monthlySpend": "12,5", "tier": "gold", "flag": 0 }""";

        double Of(FittedModel model, string column) => Score(model, Json).Reasons!.Single(reason => reason.Column == column).Contribution;

        Assert.All(ModelBuilder.RetailRecipe.Columns, column =>
            Assert.Equal((0.25 * Of(one, column.Name)) + (0.75 * Of(other, column.Name)), Of(blend, column.Name), 5 * Tolerance));
    }

    private static FittedModel OfClasses(int seed)
    {
        var random = new Random(seed);
        var plain = new ModelBuilder(ModelBuilder.RetailRecipe).Build();
        var width = ModelBuilder.RetailRecipe.Width;
        var predictor = new LinearPredictor([Draw(), Draw(), Draw()], [.. Enumerable.Range(0, 3 * width).Select(_ => Draw())], new float[width]);
        return new FittedModel(plain.Description with { Label = ClassLabel }, [predictor]);

        double Draw() => (2 * random.NextDouble()) - 1;
    }

    private static double Size(ScoreResult result) => 1 + result.Reasons!.Sum(reason => Math.Abs(reason.Change));

    private static ScoreResult Score(FittedModel model, string json) =>
        new Scorer(new ServedModel("m", "0123456789ab", model)).Score(Sent.Element(json), "", reasons: 100);
}
