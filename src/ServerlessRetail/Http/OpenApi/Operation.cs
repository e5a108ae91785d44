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

    /// <summary>Problems of a line or row in a stream, which are told in its result.</summary>
    public IReadOnlyList<Problem> LineProblems { get; init; } = [];

    /// <summary>A status other than 200 that has the same answer.</summary>
    public int? OtherStatus { get; init; }

    /// <summary>Whether customers are sent.</summary>
    public bool TakesCustomers { get; init; }
}

/// <summary>Something in a route's query, which need not be there.</summary>
/// <param name="CreateSchema">Its JSON schema, anew each time: a node has one parent.</param>
internal sealed record QueryParameter(string Name, string Description, Func<JsonObject> CreateSchema)
{
    public static QueryParameter Number(string name, int minimum, int maximum, int standard, string description) => new(
        name, description, () => new JsonObject { ["type"] = "integer", ["minimum"] = minimum, ["maximum"] = maximum, ["default"] = standard });

    public static QueryParameter Share(string name, string description) => new(
        name, description, () => new JsonObject { ["type"] = "number", ["minimum"] = 0, ["maximum"] = 1 });

    public static QueryParameter Flag(string name, string description) => new(
        name, description, () => new JsonObject { ["type"] = "boolean", ["default"] = false });

    public static QueryParameter Text(string name, string pattern, string description) => new(
        name, description, () => new JsonObject { ["type"] = "string", ["pattern"] = pattern });

    public JsonObject ToParameter() => new()
    {
        ["name"] = Name,
        ["in"] = "query",
        ["description"] = Description,
        ["schema"] = CreateSchema(),
    };
}
