using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using ServerlessRetail.Datasets;

namespace ServerlessRetail.Tests;

public sealed class CamelCaseEnumConverterTests
{
    public static TheoryData<Type> Enums { get; } =
        [.. typeof(ModelTask).Assembly.GetTypes().Where(type => type.IsEnum && type.GetCustomAttribute<JsonConverterAttribute>() is not null)];

    [Theory]
    [MemberData(nameof(Enums))]
    public void Every_enum_of_documents_is_written_and_read_as_words(Type type)
    {
        foreach (var value in Enum.GetValues(type))
        {
            var json = JsonSerializer.Serialize(value, type);

            Assert.Equal($"\"{JsonNamingPolicy.CamelCase.ConvertName(value.ToString()!)}\"", json);
            Assert.Equal(value, JsonSerializer.Deserialize(json, type));
        }
    }

    [Theory]
    [InlineData("\"Binary\"")]
    [InlineData("\"binary \"")]
    [InlineData("\"\"")]
    [InlineData("0")]
    [InlineData("null")]
    [InlineData("[\"binary\"]")]
    public void Anything_else_is_refused(string json) => Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<ModelTask>(json));

    [Fact]
    public void A_value_without_a_name_is_not_written() => Assert.Throws<JsonException>(() => JsonSerializer.Serialize((ModelTask)99));
}
