namespace ServerlessRetail.IntegrationTests.Infra.Deploy;

/// <summary>Recorded answers of a subscription in which everything goes well. Record what shall differ before.</summary>
internal static class Subscription
{
    public static readonly string[] Up = ["up", "--resource-group", "rg-1", "--location", "westeurope"];

    /// <param name="appUrl">Where the app answers.</param>
    public static AzStandIn AnswerAll(this AzStandIn az, string appUrl = "http://127.0.0.1:9") => az
        .AnswerAccount()
        .Answer("az provider list", new Recorded("""
            ["Microsoft.App", "Microsoft.Authorization", "Microsoft.Consumption", "Microsoft.EventGrid", "microsoft.insights", "Microsoft.ManagedIdentity",
             "Microsoft.Network", "Microsoft.OperationalInsights", "Microsoft.Storage", "Microsoft.Web"]
            """))
        .Answer("az group exists", new Recorded("false\n"))
        .Answer("az functionapp list-flexconsumption-locations", new Recorded("""["northeurope", "West Europe"]"""))
        .Answer("providers/Microsoft.Authorization/permissions", new Recorded("""{ "value": [ { "actions": ["*"], "notActions": [] } ] }"""))
        .Answer("az group create", Recorded.Nothing)
        .Answer("--name main --parameters", Recorded.Nothing)
        .Answer("deployment group show", new Recorded($$"""
            {
              "azurE_FUNCTION_APP_NAME": { "type": "String", "value": "func-1" },
              "azurE_FUNCTION_APP_URL": { "type": "String", "value": "{{appUrl}}" },
              "azurE_STORAGE_ACCOUNT_NAME": { "type": "String", "value": "st1" }
            }
            """))
        .Answer("config-zip", Recorded.Nothing)
        .Answer("--name events", Recorded.Nothing)
        .Answer("storage blob upload", new Recorded("""{ "etag": "\"0x1\"" }"""))
        .Answer("functionapp keys list", new Recorded("a-key\n"));

    public static AzStandIn AnswerAccount(this AzStandIn az) => az
        .Answer("az account show", new Recorded("""{ "id": "0000-1", "name": "Shop", "user": { "name": "eve@shop.example", "type": "user" } }"""))
        .Answer("az ad signed-in-user show", new Recorded("object-1\n"));
}
