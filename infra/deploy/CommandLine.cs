namespace ServerlessRetail.Deploy;

/// <summary>The arguments, taken apart. What is not given comes from the variables that azd sets.</summary>
internal sealed record CommandLine(DeployCommand Command, DeployOptions Options)
{
    public const string Help = """
        Puts ServerlessRetail into an Azure subscription, with the Azure CLI (az).

          up          check, provision, publish, subscribe, verify: everything; safe to run again
          check       whether the account, the region and the permissions will do; changes nothing
          subscribe   have uploads reach an app that is deployed; safe to run again
          finish      subscribe and verify, for an app that is already deployed (azd up ends with it)
          down        delete the resource group with everything in it; needs --yes

          --resource-group <name>   where everything goes                     (AZURE_RESOURCE_GROUP)
          --location <region>       where the group is made                   (AZURE_LOCATION)
          --subscription <id>       the subscription that must be meant       (AZURE_SUBSCRIPTION_ID)
          --parameters <file>       values for main.bicep, infra/main.dev.bicepparam if not given
          --pause <seconds>         between two attempts, 30 if not given
          --without-sample          end with the app's own checks: upload no sample, where storage is closed to this computer
          --yes                     do not ask before deleting
          --help                    this text
        """;

    /// <param name="args">What the user typed.</param>
    /// <param name="variable">Reads an environment variable.</param>
    /// <exception cref="DeployException">There is a word that is not known, or an option without its value.</exception>
    public static CommandLine Parse(IReadOnlyList<string> args, Func<string, string?> variable)
    {
        var command = DeployCommand.Help;
        var options = new DeployOptions
        {
            ResourceGroup = NotEmpty(variable("AZURE_RESOURCE_GROUP")),
            Location = NotEmpty(variable("AZURE_LOCATION")),
            Subscription = NotEmpty(variable("AZURE_SUBSCRIPTION_ID")),
            Names = variable("AZURE_FUNCTION_APP_NAME") is { Length: > 0 } app && variable("AZURE_FUNCTION_APP_URL") is { Length: > 0 } url
                && variable("AZURE_STORAGE_ACCOUNT_NAME") is { Length: > 0 } account
                    ? new AppNames(app, url, account)
                    : null,
        };
        var words = new Queue<string>(args);
        while (words.TryDequeue(out var word))
        {
            switch (word)
            {
                case "--help" or "-h":
                    return new CommandLine(DeployCommand.Help, options);
                case "--yes":
                    options = options with { Yes = true };
                    break;
                case "--without-sample":
                    options = options with { WithoutSample = true };
                    break;
                case "--resource-group":
                    options = options with { ResourceGroup = ValueOf(word, words) };
                    break;
                case "--location":
                    options = options with { Location = ValueOf(word, words) };
                    break;
                case "--subscription":
                    options = options with { Subscription = ValueOf(word, words) };
                    break;
                case "--parameters":
                    options = options with { ParameterFile = ValueOf(word, words) };
                    break;
                case "--pause" when int.TryParse(ValueOf(word, words), out var seconds) && seconds is >= 0 and <= 3600:
                    options = options with { Pause = TimeSpan.FromSeconds(seconds) };
                    break;
                case "--pause":
                    throw new DeployException("--pause needs a number of seconds, 0 to 3600.");
                default:
                    command = ParseCommand(word);
                    break;
            }
        }
        return new CommandLine(command, options);
    }

    private static DeployCommand ParseCommand(string word) =>
        !word.StartsWith('-') && Enum.TryParse<DeployCommand>(word, ignoreCase: true, out var command) && Enum.IsDefined(command) && !int.TryParse(word, out _)
            ? command
            : throw new DeployException($"There is no \"{word}\".{Environment.NewLine}{Environment.NewLine}{Help}");

    private static string ValueOf(string option, Queue<string> words) =>
        words.TryPeek(out var value) && !value.StartsWith("--", StringComparison.Ordinal)
            ? words.Dequeue()
            : throw new DeployException($"{option} needs a value.");

    private static string? NotEmpty(string? value) => string.IsNullOrWhiteSpace(value) ? null : value;
}

/// <summary>What the program is asked to do.</summary>
internal enum DeployCommand
{
    Help,
    Up,
    Check,
    Subscribe,
    Finish,
    Down,
}
