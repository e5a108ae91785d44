using System.Text;
using System.Text.Json;

namespace ServerlessRetail.LocalHost;

/// <summary>local.settings.json in the shape that Azure Functions Core Tools read: settings are the members of "Values".</summary>
internal static class LocalSettingsFile
{
    public const string Name = "local.settings.json";

    private static readonly JsonDocumentOptions Lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    /// <summary>The settings in the file of a directory, else in that of the checkout around it; none without a file.</summary>
    /// <exception cref="StartupException">The file cannot be read or understood.</exception>
    public static IEnumerable<KeyValuePair<string, string?>> Read(string directory)
    {
        if (Find(directory) is not { } path)
            return [];

        using var document = Parse(path);
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object)
            throw new StartupException($"{path} must hold an object, like {{ \"Values\": {{ … }} }}.");

        if (root.TryGetProperty("IsEncrypted", out var encrypted) && encrypted.ValueKind == JsonValueKind.True)
            throw new StartupException($"{path} is encrypted; decrypt it with: func settings decrypt");

        if (!root.TryGetProperty("Values", out var values))
            return [];

        if (values.ValueKind != JsonValueKind.Object)
            throw new StartupException($"\"Values\" in {path} must be an object, like {{ \"{SettingNames.HostStorage}\": \"…\" }}.");

        return [.. values.EnumerateObject().Select(setting => Flatten(path, setting))];
    }

    /// <returns>The file's path; null without one.</returns>
    public static string? Find(string directory)
    {
        var here = Path.Combine(directory, Name);
        if (File.Exists(here))
            return here;

        return LocalFolder.FindCheckout(directory) is { } root && Path.Combine(root, Name) is var there && File.Exists(there) ? there : null;
    }

    private static JsonDocument Parse(string path)
    {
        string text;
        try
        {
            text = File.ReadAllText(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"{path} cannot be read: {exception.Message}");
        }

        try
        {
            return JsonDocument.Parse(text, Lenient);
        }
        catch (JsonException exception)
        {
            var (line, column) = Locate(text, exception);
            throw new StartupException($"{path} is no valid JSON: look at line {line}, column {column}.");
        }
    }

    /// <summary>The parser counts lines from 0 and bytes; people count lines from 1 and characters.</summary>
    private static (long Line, int Column) Locate(string text, JsonException exception)
    {
        var line = exception.LineNumber ?? 0;
        var bytes = Encoding.UTF8.GetBytes(text.Split('\n').ElementAtOrDefault((int)line) ?? "");
        var before = (int)Math.Min(exception.BytePositionInLine ?? 0, bytes.Length);
        return (line + 1, Encoding.UTF8.GetCharCount(bytes, 0, before) + 1);
    }

    private static KeyValuePair<string, string?> Flatten(string path, JsonProperty setting)
    {
        // Core Tools turn these into environment variables, where __ stands for the colon.
        var key = setting.Name.Replace("__", ConfigurationPath.KeyDelimiter, StringComparison.Ordinal);
        return setting.Value.ValueKind switch
        {
            JsonValueKind.String => new(key, setting.Value.GetString()),
            JsonValueKind.Null => new(key, null),
            JsonValueKind.Object or JsonValueKind.Array => throw new StartupException($"\"{setting.Name}\" in {path} must be a text; write nested names with two underscores."),
            _ => new(key, setting.Value.GetRawText()),
        };
    }
}
