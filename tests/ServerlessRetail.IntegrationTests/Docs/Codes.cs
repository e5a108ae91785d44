using System.Reflection;

namespace ServerlessRetail.IntegrationTests.Docs;

/// <summary>Reads the names that documentation must have out of the code.</summary>
internal static class Codes
{
    /// <summary>The text constants of a type, in order.</summary>
    public static IEnumerable<string> ConstantsOf(Type type) => type
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Where(field => field.IsLiteral && field.FieldType == typeof(string))
        .Select(field => (string)field.GetRawConstantValue()!)
        .Order(StringComparer.Ordinal);
}
