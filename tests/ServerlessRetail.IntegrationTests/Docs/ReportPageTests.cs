using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ServerlessRetail.Models;
using ServerlessRetail.Models.Reporting;

namespace ServerlessRetail.IntegrationTests.Docs;

public sealed class ReportPageTests
{
    private const string Root = "report.json";

    private static readonly MarkdownPage Page = MarkdownPage.Read("docs/report.md");

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
    };

    public static TheoryData<string> Places => [.. Objects().Keys];

    [Theory]
    [MemberData(nameof(Places))]
    public void Has_every_field_of_every_object_in_a_report_and_no_other(string place) => Assert.Equal(
        Json.GetTypeInfo(Objects()[place]).Properties.Select(property => property.Name).Order(StringComparer.Ordinal), Page.Keys(place));

    [Fact]
    public void Has_every_metric_that_only_slices_have() => Assert.Equal(Codes.ConstantsOf(typeof(SliceMetricNames)), Page.Keys("Metrics of slices"));

    /// <summary>Every type of object that a report has, by the place where it is first found.</summary>
    private static Dictionary<string, Type> Objects()
    {
        var found = new Dictionary<string, Type> { [Root] = typeof(ModelReport) };
        var pending = new Queue<string>(found.Keys);
        while (pending.TryDequeue(out var place))
        {
            foreach (var property in Json.GetTypeInfo(found[place]).Properties)
            {
                var type = Element(property.PropertyType);
                if (Json.GetTypeInfo(type).Kind != JsonTypeInfoKind.Object || found.ContainsValue(type))
                    continue;
                var name = place == Root ? property.Name : $"{place}.{property.Name}";
                found.Add(name, type);
                pending.Enqueue(name);
            }
        }
        return found;
    }

    /// <summary>What a list or a dictionary is of.</summary>
    private static Type Element(Type type)
    {
        var info = Json.GetTypeInfo(Nullable.GetUnderlyingType(type) ?? type);
        return info.Kind is JsonTypeInfoKind.Enumerable or JsonTypeInfoKind.Dictionary && info.ElementType is { } element ? Element(element) : info.Type;
    }
}
