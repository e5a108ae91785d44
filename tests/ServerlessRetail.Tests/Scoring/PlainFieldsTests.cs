using System.Text;
using CsCheck;

namespace ServerlessRetail.Tests.Scoring;

/// <summary>Plain customers are read in a way of their own, and nobody can tell from what comes of it.</summary>
public sealed class PlainFieldsTests
{
    private static readonly FittedReaders Readers = new();

    [Fact]
    public void Customers_read_in_the_plain_way_are_those_of_the_other_way() =>
        Gen.Select(AnyCustomers.Plain, Gen.Bool).Sample((json, strict) => Readers.AssertAlike(Encoding.UTF8.GetBytes(json), strict), iter: 3_000);

    /// <summary>A byte is taken away, doubled or replaced: most of what comes of it is broken, some is another customer.</summary>
    [Fact]
    public void So_are_those_with_an_error_in_them() =>
        Gen.Select(AnyCustomers.Plain, Gen.Int[0, 500], Gen.Int[0, 2], Gen.Char["{}[]\",:\\ \n0-+.eE1aNtn\u0001"]).Sample((json, place, kind, with) =>
        {
            var at = place % json.Length;
            json = kind switch
            {
                0 => json.Remove(at, 1),
                1 => json.Insert(at, json[at].ToString()),
                _ => string.Concat(json.AsSpan(0, at), with.ToString(), json.AsSpan(at + 1)),
            };
            Readers.AssertAlike(Encoding.UTF8.GetBytes(json), strict: false);
        }, iter: 20_000);

    /// <summary>Half a character, or a byte that is never one.</summary>
    [Fact]
    public void And_those_with_bytes_that_are_not_UTF8() =>
        Gen.Select(AnyCustomers.Plain, Gen.Int[0, 500], Gen.Bool.Select(isHalf => isHalf ? (byte)0xC3 : (byte)0xFF), Gen.Bool).Sample((json, place, with, strict) =>
        {
            var bytes = Encoding.UTF8.GetBytes(json);
            bytes[place % bytes.Length] = with;
            Readers.AssertAlike(bytes, strict);
        }, iter: 5_000);

    [Theory]
    [InlineData("""{"tenure":1,"tenure":2}""")]
    [InlineData("""{"customerId":"a","customerId":null,"tenure":1}""")]
    [InlineData("""{"tenure":01}""")]
    [InlineData("""{"tenure":1.}""")]
    [InlineData("""{"tenure":-}""")]
    [InlineData("""{"tenure":1e+}""")]
    [InlineData("""{"tenure":-0}""")]
    [InlineData("""{"tenure":1E-2}""")]
    [InlineData("""{"tenure":tru}""")]
    [InlineData("""{"tenure":nulll}""")]
    [InlineData("""{"tier":"gold}""")]
    [InlineData("""{"tier":"g""")]
    [InlineData("""{"tier":""")]
    [InlineData("""{"tier""")]
    [InlineData("""{"tier":"gold" """)]
    [InlineData("""{"tier":"gold",}""")]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("""{"member":"y"}""")]
    [InlineData("""{"member":1.0}""")]
    [InlineData("""{"member":00}""")]
    [InlineData("""{"member":-0}""")]
    [InlineData("""{"member":10}""")]
    [InlineData("""{"member":0}x""")]
    public void And_those_at_the_edge_of_what_is_plain(string json) => Readers.AssertAlike(Encoding.UTF8.GetBytes(json), strict: false);

    /// <summary>A name or category that JSON cannot write as it is would be found in broken JSON.</summary>
    [Fact]
    public void A_name_that_needs_escapes_is_never_found_without()
    {
        var readers = new FittedReaders("plan\"s", "a\"b");

        readers.AssertAlike("{\"plan\"s\":\"gold\"}"u8.ToArray(), strict: false);
        readers.AssertAlike("{\"plan\\\"s\":\"a\"b\"}"u8.ToArray(), strict: false);
        readers.AssertAlike("{\"plan\\\"s\":\"a\\\"b\"}"u8.ToArray(), strict: false);
    }

    [Theory]
    [InlineData("""{"customerId":"C-1","tenure":12,"flag":1,"Umsatz €":40.5,"tier":"gold","member":"Yes","since":"2015-03-04","comment":"came back","churn":"No"}""")]
    [InlineData("""{ "member" : "perhaps" , "tenure" : null }""")]
    public void Common_customers_are_plain(string json) => Assert.True(Readers.IsPlain(Encoding.UTF8.GetBytes(json)));

    [Theory]
    [InlineData("""{"tenure":12,"shoeSize":1}""")]
    [InlineData("""{"tenure":12,"comment":"came \"back\""}""")]
    [InlineData("""{"tenure":12,"comment":[]}""")]
    public void Others_are_not(string json) => Assert.False(Readers.IsPlain(Encoding.UTF8.GetBytes(json)));
}
