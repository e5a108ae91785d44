using Azure.Storage.Blobs;
using ServerlessRetail.LocalHost.Demo;

namespace ServerlessRetail.LocalHost;

/// <summary>Tells where everything is and what to type next.</summary>
internal sealed class Welcome(TextWriter output, Uri address, BlobServiceClient storage, LocalFolder folder)
{
    public async Task PrintPlacesAsync()
    {
        await output.WriteLineAsync($"API      {address}api/models");
        await output.WriteLineAsync($"Storage  {storage.Uri.GetLeftPart(UriPartial.Path)}");
        await output.WriteLineAsync($"Folder   {folder.Root}");
        if (!address.IsLoopback)
            await output.WriteLineAsync("Note     The API is open to the network and asks for no key; leave out --urls to keep it on this computer.");
        await output.WriteLineAsync();
    }

    /// <param name="demo">Whether the demo's model is there to be scored.</param>
    public async Task PrintCommandsAsync(CurlLines curl, bool demo)
    {
        await output.WriteLineAsync();
        await output.WriteLineAsync("Upload a file of your own (any name; the folder, here \"mymodel\", names the model):");
        await output.WriteLineAsync($"  {curl.Upload("mymodel", "customers.csv")}");
        await output.WriteLineAsync(demo ? "Score a customer:" : "Score a customer, with columns of your file:");
        await output.WriteLineAsync($"  {(demo ? curl.Score(SampleCustomers.Model, SampleCustomers.ExampleJson) : curl.Score("mymodel", """{"column":"value"}"""))}");
        var (model, file) = demo ? (SampleCustomers.Model, Path.Combine(folder.Samples, SampleCustomers.FileName)) : ("mymodel", "customers.csv");
        await output.WriteLineAsync("Score a whole file, and fetch the result when it is told to be scored:");
        await output.WriteLineAsync($"  {curl.UploadToScore(model, file)}");
        await output.WriteLineAsync($"  {curl.FetchScores(model, file)}");
        await output.WriteLineAsync();
    }
}
