using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.ObjectPool;
using Microsoft.ML;
using Microsoft.ML.Trainers.LightGbm;

namespace ServerlessRetail.Benchmarks.Http;

/// <summary>What a user of ML.NET would write for the same customers: as many trees, prediction engines in a pool, a minimal API; no reasons.</summary>
internal static class MlNetServer
{
    public const string Command = "http-mlnet";

    public static Task<int> RunAsync(string url)
    {
        var pool = new DefaultObjectPool<PredictionEngine<TelcoCustomer, MlNetPrediction>>(new EnginePolicy(new MLContext(seed: 1)));
        return SmallServer.RunAsync(
            url,
            services => services.ConfigureHttpJsonOptions(options => options.SerializerOptions.TypeInfoResolverChain.Insert(0, TelcoJson.Default)),
            app => app.MapPost("/score", (TelcoCustomer customer) =>
            {
                var engine = pool.Get();
                var prediction = engine.Predict(customer);
                pool.Return(engine);
                return new MlNetAnswer(customer.CustomerId, prediction.Probability, prediction.PredictedLabel ? "Yes" : "No");
            }));
    }

    private sealed class EnginePolicy : PooledObjectPolicy<PredictionEngine<TelcoCustomer, MlNetPrediction>>
    {
        private static readonly string[] Numbers =
            [nameof(TelcoCustomer.SeniorCitizen), nameof(TelcoCustomer.Tenure), nameof(TelcoCustomer.MonthlyCharges), nameof(TelcoCustomer.TotalCharges)];

        private readonly MLContext _context;
        private readonly ITransformer _model;

        public EnginePolicy(MLContext context)
        {
            _context = context;
            string[] texts = [.. typeof(TelcoCustomer).GetProperties()
                .Where(property => property.PropertyType == typeof(string) && property.Name != nameof(TelcoCustomer.CustomerId)).Select(property => property.Name)];
            var pipeline = context.Transforms.Categorical.OneHotEncoding([.. texts.Select(text => new InputOutputColumnPair($"{text}Slots", text))])
                .Append(context.Transforms.Concatenate("Features", [.. Numbers, .. texts.Select(text => $"{text}Slots")]))
                .Append(context.BinaryClassification.Trainers.LightGbm(new LightGbmBinaryTrainer.Options
                {
                    NumberOfIterations = 100,
                    NumberOfLeaves = 31,
                    LearningRate = 0.05,
                    NumberOfThreads = 1,
                    LabelColumnName = nameof(TelcoCustomer.Churn),
                }));
            _model = pipeline.Fit(context.Data.LoadFromEnumerable(TelcoCustomer.Draw(TelcoCustomer.FileRows, seed: 1)));
        }

        public override PredictionEngine<TelcoCustomer, MlNetPrediction> Create() => _context.Model.CreatePredictionEngine<TelcoCustomer, MlNetPrediction>(_model);

        public override bool Return(PredictionEngine<TelcoCustomer, MlNetPrediction> obj) => true;
    }
}

internal sealed class MlNetPrediction
{
    public bool PredictedLabel { get; set; }

    public float Probability { get; set; }
}

internal sealed record MlNetAnswer(string Id, float Probability, string Decision);
