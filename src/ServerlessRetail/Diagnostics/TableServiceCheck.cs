namespace ServerlessRetail.Diagnostics;

/// <summary>Whether there is a table service, in which the Functions host notes events of its own; the app itself needs none.</summary>
internal sealed class TableServiceCheck(StorageProbe probe, HttpClient http) : StorageCheck(CheckNames.TableService, probe)
{
    public override async Task<CheckResult> RunAsync(CancellationToken cancellationToken)
    {
        if (Target.Table is not { } table)
            return CheckResult.Skipped("The setting names no table service.");
        try
        {
            // Without a sign-in: the answer is a refusal, but an answer.
            using var response = await http.GetAsync(new Uri(table.GetLeftPart(UriPartial.Path)), HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return CheckResult.Ok("It answers.") with { Place = table.Authority };
        }
        catch (HttpRequestException)
        {
            return CheckResult.Warning(
                CheckCodes.Refused, "The table service does not answer; the Functions host notes its events there and logs warnings without it.",
                Target.IsLocal
                    ? "Start Azurite with all its services: npx azurite --skipApiVersionCheck"
                    : "Compare the address: az storage account show --name <account> --query primaryEndpoints.table")
                with
            { Place = table.Authority, Account = Target.Account };
        }
    }
}
