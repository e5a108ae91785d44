using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using ServerlessRetail.Storage;

namespace ServerlessRetail.LocalHost.Demo;

/// <summary>
/// The demo: writes the sample, uploads it as a user would, waits for the run over HTTP, prints the report and scores a
/// customer. A second time it finds everything done and tells the result again.
/// </summary>
internal sealed class DemoStory(HttpClient api, DataStorage storage, LocalFolder folder, TextWriter output)
{
    private const string HashKey = "sha256";

    private static readonly TimeSpan PollPeriod = TimeSpan.FromMilliseconds(250);
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <exception cref="StartupException">The sample could not be trained on.</exception>
    public async Task TellAsync(CancellationToken cancellationToken)
    {
        folder.Create();
        var file = SampleCustomers.WriteFile(folder.Samples);
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture, $"Sample: {SampleCustomers.RowCount:N0} customers of an invented retailer, {file}"));

        var etag = await UploadAsync(file, cancellationToken);
        var run = await WaitForRunAsync(etag, cancellationToken);
        if (run["state"]!.GetValue<string>() is not ("promoted" or "kept"))
            throw new StartupException($"The demo's training ended as {run["state"]}: {run["detail"]}");

        await PrintReportAsync(cancellationToken);
        await PrintScoreAsync(cancellationToken);
    }

    private async Task<string> UploadAsync(string file, CancellationToken cancellationToken)
    {
        var content = await File.ReadAllBytesAsync(file, cancellationToken);
        var name = $"{SampleCustomers.Model}/{SampleCustomers.FileName}";
        var blob = storage.Datasets.GetBlobClient(name);
        if (await FindSameAsync(blob, content, cancellationToken) is { } known)
        {
            await output.WriteLineAsync($"It is in storage already: datasets/{name}");
            return known;
        }

        await output.WriteLineAsync($"Uploading it to datasets/{name}");
        var options = new BlobUploadOptions
        {
            HttpHeaders = new BlobHttpHeaders { ContentType = "text/csv" },
            Metadata = new Dictionary<string, string> { [HashKey] = Convert.ToHexStringLower(SHA256.HashData(content)) },
        };
        BlobContentInfo info = await blob.UploadAsync(BinaryData.FromBytes(content), options, cancellationToken);
        return info.ETag.ToString();
    }

    private static async Task<string?> FindSameAsync(BlobClient blob, byte[] content, CancellationToken cancellationToken)
    {
        if (!await blob.ExistsAsync(cancellationToken))
            return null;
        BlobProperties properties = await blob.GetPropertiesAsync(cancellationToken: cancellationToken);
        return properties.Metadata.TryGetValue(HashKey, out var hash) && hash == Convert.ToHexStringLower(SHA256.HashData(content))
            ? properties.ETag.ToString()
            : null;
    }

    private async Task<JsonNode> WaitForRunAsync(string etag, CancellationToken cancellationToken)
    {
        while (true)
        {
            using var response = await api.GetAsync(new Uri($"api/models/{SampleCustomers.Model}/runs", UriKind.Relative), cancellationToken);
            if (response.IsSuccessStatusCode)
            {
                var list = JsonNode.Parse(await response.Content.ReadAsStringAsync(cancellationToken))!;
                foreach (var run in list["runs"]!.AsArray())
                {
                    if (run!["dataset"]!["etag"]!.GetValue<string>() == etag && run["state"]!.GetValue<string>() != "running")
                        return run;
                }
            }
            await Task.Delay(PollPeriod, cancellationToken);
        }
    }

    private async Task PrintReportAsync(CancellationToken cancellationToken)
    {
        var model = JsonNode.Parse(await api.GetStringAsync(new Uri($"api/models/{SampleCustomers.Model}", UriKind.Relative), cancellationToken))!;
        var champion = model["champion"]!;
        await output.WriteLineAsync();
        await output.WriteLineAsync(
            $"Model {model["model"]}: {champion["trainer"]} for {model["label"]} = {model["positive"]}, version {champion["version"]}, on {champion["rows"]!["test"]} customers it has not seen:");
        await output.WriteLineAsync($"  {"",-17} {"model",8} {"baseline",9}");
        foreach (var (name, value) in champion["metrics"]!.AsObject())
        {
            var baseline = champion["baseline"]![name]!.GetValue<double>();
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"  {name,-17} {value!.GetValue<double>(),8:0.000} {baseline,9:0.000}"));
        }
        if (champion["confusion"] is { } confusion)
        {
            await output.WriteLineAsync(
                $"  of those who left {confusion["truePositives"]} were found and {confusion["falseNegatives"]} missed; "
                + $"of those who stayed {confusion["falsePositives"]} were suspected and {confusion["trueNegatives"]} not");
        }
    }

    private async Task PrintScoreAsync(CancellationToken cancellationToken)
    {
        using var content = new StringContent(SampleCustomers.ExampleJson, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        using var response = await api.PostAsync(new Uri($"api/models/{SampleCustomers.Model}/score", UriKind.Relative), content, cancellationToken);
        var json = JsonNode.Parse(await response.Content.ReadAsStringAsync(cancellationToken))!;
        await output.WriteLineAsync();
        await output.WriteLineAsync("A customer, scored over HTTP:");
        await output.WriteLineAsync(json.ToJsonString(Indented));
    }
}
