namespace ServerlessRetail.Deploy;

/// <summary>Where to deploy and how.</summary>
internal sealed record DeployOptions
{
    public string? ResourceGroup { get; init; }

    /// <summary>Needed only where the resource group is not there yet.</summary>
    public string? Location { get; init; }

    /// <summary>Id or name of the subscription; null: the one that az is set to.</summary>
    public string? Subscription { get; init; }

    /// <summary>Path of the .bicepparam file; null: that of the development environment.</summary>
    public string? ParameterFile { get; init; }

    /// <summary>Time between two attempts at what needs a while to come true.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromSeconds(30);

    public bool Yes { get; init; }

    /// <summary>Whether the deployment ends without an upload.</summary>
    public bool WithoutSample { get; init; }

    /// <summary>The outputs of main.bicep, where azd has deployed it and says so; null: they are read from the deployment.</summary>
    public AppNames? Names { get; init; }

    /// <exception cref="DeployException">None is named.</exception>
    public string RequiredResourceGroup => ResourceGroup ?? throw new DeployException(
        "Which resource group? Name it with --resource-group, or set AZURE_RESOURCE_GROUP; it is made if it is not there.");
}
