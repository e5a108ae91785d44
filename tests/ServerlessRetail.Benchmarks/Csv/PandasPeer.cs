using System.Diagnostics;
using System.Globalization;

namespace ServerlessRetail.Benchmarks.Csv;

/// <summary>The same files with what a user would write instead: pandas and a scikit-learn pipeline.</summary>
internal static class PandasPeer
{
    private const string Python = "/usr/bin/python3";

    /// <summary>Reads the file in chunks, as whoever has more rows than memory would.</summary>
    private const string Script =
        """
        import resource, sys, time
        import pandas, sklearn
        from sklearn.compose import make_column_selector, make_column_transformer
        from sklearn.ensemble import HistGradientBoostingClassifier
        from sklearn.impute import SimpleImputer
        from sklearn.linear_model import LogisticRegression
        from sklearn.pipeline import make_pipeline
        from sklearn.preprocessing import OneHotEncoder, StandardScaler

        folder, rows = sys.argv[1], int(sys.argv[2])
        read = dict(na_values=[" "])
        train = pandas.read_csv(folder + "/train.csv", **read)
        features = [name for name in train.columns if name not in ("customerID", "Churn")]
        encode = lambda sparse: make_column_transformer(
            (make_pipeline(SimpleImputer(strategy="median"), StandardScaler()), make_column_selector(dtype_include="number")),
            (OneHotEncoder(handle_unknown="ignore", sparse_output=sparse), make_column_selector(dtype_include=object)),
            sparse_threshold=1.0 if sparse else 0.0)
        models = [("linear", make_pipeline(encode(True), LogisticRegression(max_iter=1000))),
                  ("100 trees of 31 leaves", make_pipeline(encode(False), HistGradientBoostingClassifier(max_iter=100, max_leaf_nodes=31, early_stopping=False)))]
        for name, model in models:
            model.fit(train[features], train["Churn"])
            started, cpu = time.perf_counter(), time.process_time()
            with open(folder + "/peer.csv", "w") as output:
                for number, chunk in enumerate(pandas.read_csv(folder + "/customers.csv", chunksize=100_000, **read)):
                    chunk["probability"] = model.predict_proba(chunk[features])[:, 1]
                    chunk["decision"] = (chunk["probability"] >= 0.5).map({True: "Yes", False: "No"})
                    chunk.to_csv(output, index=False, header=number == 0)
            seconds, used = time.perf_counter() - started, time.process_time() - cpu
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6
            print(f"| scikit-learn {sklearn.__version__}, pandas {pandas.__version__}: {name} | Table | 0 | {rows / seconds:,.0f} | | {used / rows * 1e6:.2f} | | {peak:.0f} |")
        """;

    public static async Task RunAsync(string folder, int rows)
    {
        if (!File.Exists(Python))
        {
            Console.WriteLine($"\nscikit-learn is left out: there is no {Python}.");
            return;
        }

        var start = new ProcessStartInfo(Python) { RedirectStandardError = true };
        foreach (var argument in (string[])["-c", Script, folder, rows.ToString(CultureInfo.InvariantCulture)])
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            Console.WriteLine($"\nscikit-learn is left out: {errors.Trim().Split('\n')[^1]}");
    }
}
