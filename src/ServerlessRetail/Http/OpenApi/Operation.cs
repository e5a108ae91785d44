using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace ServerlessRetail.Http.OpenApi;

/// <summary>What a route cannot say of itself.</summary>
/// <param name="Route">Its name in <see cref="Routes.All"/>; the operation's id is the same in camelCase.</param>
/// <param name="Summary">A few words.</param>
/// <param name="Description">Sentences in Markdown.</param>
/// <param name="Answers">JSON of the status 200, one type or several to choose from; none for a page of HTML.</param>
/// <param name="Problems">Every problem that it can answer with, each as an example.</param>
internal sealed record Operation(
    string Route, string Tag, string Summary, string Description, IReadOnlyList<JsonTypeInfo> Answers, IReadOnlyList<Problem> Problems)
{
    public IReadOnlyList<QueryNumber> Query { get; init; } = [];

    /// <summary>Whether customers are sent.</summary>
    public bool TakesCustomers { get; init; }
}

/// <summary>A whole number in a route's query, which need not be there.</summary>
internal sealed record QueryNumber(string Name, int Minimum, int Maximum, int Default, string Description)
{
    public JsonObject ToParameter() => new()
    {
        ["name"] = Name,
        ["in"] = "query",
        ["description"] = Description,
        ["schema"] = new JsonObject { ["type"] = "integer", ["minimum"] = Minimum, ["maximum"] = Maximum, ["default"] = Default },
    };
}
