using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using ServerlessRetail.Diagnostics;

namespace ServerlessRetail.LocalHost.Doctor;

/// <summary>The checks for programs.</summary>
/// <param name="IsWell">Whether none failed.</param>
internal sealed record JsonReport(string Release, bool IsWell, IReadOnlyList<JsonReport.Check> Checks)
{
    private static readonly JsonSerializerOptions Options = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public static string Write(IReadOnlyList<CheckReport> reports) => JsonSerializer.Serialize(
        new JsonReport(ServerlessRetail.Release.Version, reports.All(report => report.Result.State != CheckState.Failed), [.. reports.Select(Check.Of)]), Options);

    internal sealed record Check(
        string Name, string? Subject, CheckState State, string? Code, string Detail, string? Remedy, string? Place, double DurationMs, IReadOnlyList<Check>? Parts)
    {
        public static Check Of(CheckReport report) => new(
            report.Name, report.Subject, report.Result.State, report.Result.Code, Masking.Mask(report.Result.Detail),
            Mask(TextReport.Remedy(report.Result)), Mask(report.Result.Place), Math.Round(report.Duration.TotalMilliseconds, 1),
            report.Result.Parts.Count == 0 ? null : [.. report.Result.Parts.Select(Of)]);

        private static string? Mask(string? text) => text is null ? null : Masking.Mask(text);
    }
}
