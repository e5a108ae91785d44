using System.Buffers;
using System.Text;
using ServerlessRetail.Scoring;

namespace ServerlessRetail.Tests.Scoring;

/// <summary>Scores a CSV file as the API and bulk files do.</summary>
internal static class CsvScores
{
    public static async Task<string> ScoreAsync(Stream content, ServedModel served, CsvOptions options)
    {
        await using var file = await CsvFile.OpenAsync(content, TestContext.Current.CancellationToken);
        var scoring = new CsvScoring(served, file.Layout, options);
        var output = new ArrayBufferWriter<byte>();
        scoring.WriteHeader(output);
        await scoring.ScoreAsync(file, Into(output), TestContext.Current.CancellationToken);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    public static Task<string> ScoreAsync(string csv, ServedModel served, CsvOptions options) =>
        ScoreAsync(new MemoryStream(Encoding.UTF8.GetBytes(csv)), served, options);

    public static Func<ReadOnlyMemory<byte>, CancellationToken, ValueTask> Into(ArrayBufferWriter<byte> output) => (scores, _) =>
    {
        output.Write(scores.Span);
        return default;
    };
}
