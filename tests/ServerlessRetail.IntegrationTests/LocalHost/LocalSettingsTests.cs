using ServerlessRetail.LocalHost;

namespace ServerlessRetail.IntegrationTests.LocalHost;

public sealed class LocalSettingsTests
{
    [Fact]
    public void Serves_on_loopback_when_nothing_is_said()
    {
        using var folder = new TemporaryFolder();

        var settings = LocalSettings.Read([], folder.Path);

        Assert.Equal(HostCommand.Serve, settings.Command);
        Assert.Equal("http://127.0.0.1:7071", settings.Urls);
        Assert.Null(settings.Folder);
    }

    [Fact]
    public void Reads_the_command_and_the_options_in_any_order_and_case()
    {
        using var folder = new TemporaryFolder();

        var settings = LocalSettings.Read(["--URLS", "http://127.0.0.1:8000", "demo", "--azurewebjobsstorage=UseDevelopmentStorage=true"], folder.Path);

        Assert.Equal(HostCommand.Demo, settings.Command);
        Assert.Equal("http://127.0.0.1:8000", settings.Urls);
        Assert.Equal("UseDevelopmentStorage=true", settings.HostStorage);
        Assert.True(settings.HasStorage);
    }

    [Fact]
    public void Prefers_the_command_line_to_a_variable_and_a_variable_to_the_file()
    {
        using var folder = new TemporaryFolder();
        Write(folder, """
            {
              // Comments are fine.
              "IsEncrypted": false,
              "Values": { "urls": "http://127.0.0.1:1", "folder": "of-the-file", "LocalSettingsTests__Variable": "file", "LocalSettingsTests__File": 7, },
            }
            """);
        Environment.SetEnvironmentVariable("LocalSettingsTests__Variable", "variable");

        var settings = LocalSettings.Read(["--urls", "http://127.0.0.1:2"], folder.Path);

        Assert.Equal("http://127.0.0.1:2", settings.Urls);
        Assert.Equal("of-the-file", settings.Folder);
        Assert.Equal("variable", settings.Configuration["LocalSettingsTests:Variable"]);
        Assert.Equal("7", settings.Configuration["LocalSettingsTests:File"]);
    }

    [Fact]
    public void Finds_the_file_at_the_root_of_the_checkout()
    {
        using var checkout = new TemporaryFolder();
        File.WriteAllText(checkout.Combine("ServerlessRetail.sln"), "");
        Write(checkout, """{ "Values": { "folder": "found" } }""");

        Assert.Equal("found", LocalSettings.Read([], Directory.CreateDirectory(checkout.Combine("src")).FullName).Folder);
    }

    [Fact]
    public void Counts_storage_by_identity_as_storage()
    {
        using var folder = new TemporaryFolder();
        Write(folder, """{ "Values": { "AzureWebJobsStorage__accountName": "retailer" } }""");

        Assert.True(LocalSettings.Read([], folder.Path).HasStorage);
    }

    [Fact]
    public void Names_the_line_and_column_where_the_file_is_broken()
    {
        using var folder = new TemporaryFolder();
        Write(folder, "{\n  \"Values\": {\n    \"ä\": wrong\n  }\n}\n");

        var exception = Assert.Throws<StartupException>(() => LocalSettings.Read([], folder.Path));

        Assert.Equal($"{folder.Combine("local.settings.json")} is no valid JSON: look at line 3, column 10.", exception.Message);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("""{ "Values": [] }""")]
    [InlineData("""{ "IsEncrypted": true, "Values": {} }""")]
    [InlineData("""{ "Values": { "AzureWebJobsStorage": { "accountName": "retailer" } } }""")]
    public void Names_the_file_when_it_has_another_shape(string json)
    {
        using var folder = new TemporaryFolder();
        Write(folder, json);

        var exception = Assert.Throws<StartupException>(() => LocalSettings.Read([], folder.Path));

        Assert.Contains(folder.Combine("local.settings.json"), exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("There is no command \"train\".", "train")]
    [InlineData("There is no option \"--port\".", "--port", "7071")]
    [InlineData("There is no option \"-v\".", "-v")]
    [InlineData("Only one command at a time.", "demo", "demo")]
    [InlineData("--app is an option of doctor.", "demo", "--app", "https://retail.example")]
    public void Lists_what_is_allowed(string beginning, params string[] args)
    {
        var exception = Assert.Throws<StartupException>(() => CommandLine.Parse(args));

        Assert.StartsWith(beginning, exception.Message, StringComparison.Ordinal);
        Assert.EndsWith("Commands: none, demo or doctor; options: --AzureWebJobsStorage, --DataStorage, --urls, --folder, --partMegabytes, --help; of doctor: --connection, --app, --key, --json.", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--urls")]
    [InlineData("--urls", "--folder", "here")]
    public void Asks_for_a_missing_value(params string[] args)
    {
        var exception = Assert.Throws<StartupException>(() => CommandLine.Parse(args));

        Assert.Equal("--urls needs a value: --urls <value>.", exception.Message);
    }

    [Fact]
    public void Gives_help_even_when_the_file_is_broken()
    {
        using var folder = new TemporaryFolder();
        Write(folder, "{");

        Assert.Equal(HostCommand.Help, LocalSettings.Read(["--help"], folder.Path).Command);
    }

    private static void Write(TemporaryFolder folder, string json) => File.WriteAllText(folder.Combine("local.settings.json"), json);
}
