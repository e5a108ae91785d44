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
    public IReadOnlyList<QueryParameter> Query { get; init; } = [];

    /// <summary>Problems of a line in a stream, which are told in its result.</summary>
    public IReadOnlyList<Problem> LineProblems { get; init; } = [];

    /// <summary>Whether customers are sent.</summary>
    public bool TakesCustomers { get; init; }
}

/// <summary>What a route's query may hold.</summary>
internal sealed record QueryParameter(string Name, string Description, JsonObject Schema)
{
    public static QueryParameter WholeNumber(string name, int minimum, int maximum, string description) => new(
        name, description, new JsonObject { ["type"] = "integer", ["minimum"] = minimum, ["maximum"] = maximum });

    public JsonObject ToParameter() => new()
    {
        ["name"] = Name,
        ["in"] = "query",
        ["description"] = Description,
        ["schema"] = Schema.DeepClone(),
    };
}
