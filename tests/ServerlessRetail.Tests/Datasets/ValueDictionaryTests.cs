using System.Text;
using CsCheck;
using ServerlessRetail.Datasets;

namespace ServerlessRetail.Tests.Datasets;

public sealed class ValueDictionaryTests
{
    // Few letters, so that texts share their first and last bytes.
    private static readonly Gen<string> Text = Gen.OneOf(
        Gen.String[Gen.Char["ab"], 1, 6],
        Gen.String[Gen.Char["ab\0ä€"], 0, 40].Select(text => $"a{text}b"),
        Gen.Int[1, 3].Select(Gen.Int[1, 3], (left, right) => $"{left}{new string('x', 20)}{right}"),
        Gen.Const("NA"),
        Gen.Const("null"),
        Gen.Const("None"),
        Gen.Const("a missing one that is long"));

    [Fact]
    public void Equal_texts_have_equal_codes_and_no_others() =>
        Gen.Select(Text.Array[1, 2_000], Gen.Byte.Array[8]).Sample(
            (texts, rest) => Agrees(texts, new ValueDictionary(new CellText(["a missing one that is long"])), rest),
            iter: 200);

    [Fact]
    public void Codes_stay_when_there_are_very_many_texts()
    {
        var random = new Random(11);
        var texts = Enumerable.Range(0, 120_000).Select(i => (i % 1_000) switch
        {
            0 => "NULL",
            1 => new string('m', 1 + (i / 2_000)),
            < 400 => $"{random.Next(200_000)}",
            < 700 => $"customer-{random.Next(200_000):D8}@example.org",
            _ => $"{random.Next(100_000):X8}-{i % 4}",
        });

        Assert.True(Agrees([.. texts], new ValueDictionary(CellText.Default), new byte[8]));
    }

    [Fact]
    public void More_words_for_missing_than_are_remembered_are_still_missing()
    {
        var word = new string('w', 15);
        var spellings = Enumerable.Range(0, 12_000).Select(i => string.Concat(word.Select((letter, at) => (i >> at & 1) == 1 ? char.ToUpperInvariant(letter) : letter)));

        Assert.True(Agrees([.. spellings, "a text"], new ValueDictionary(new CellText([word])), new byte[8], word));
    }

    [Fact]
    public void Texts_of_any_length_come_back() =>
        Gen.OneOf(Gen.Int[0, 20], Gen.Int[250, 260], Gen.Int[60_000, 70_000], Gen.Int[(1 << 20) - 20, (1 << 20) + 20]).Array[1, 30].Sample(
            lengths =>
            {
                var list = new ValueList();
                for (var i = 0; i < lengths.Length; i++)
                    list.Add(Repeated(i, lengths[i]));

                return list.Count == lengths.Length
                    && lengths.Select((length, i) => list[i].SequenceEqual(Repeated(i, length))).All(same => same)
                    && list.MemoryBytes >= lengths.Sum(length => (long)length);
            },
            iter: 50);

    private static byte[] Repeated(int value, int length)
    {
        var bytes = new byte[length];
        Array.Fill(bytes, (byte)value);
        return bytes;
    }

    /// <summary>Whether a dictionary gives the codes that one of strings would give.</summary>
    private static bool Agrees(string[] texts, ValueDictionary dictionary, byte[] rest, string? missing = null)
    {
        var expected = new Dictionary<string, int>(StringComparer.Ordinal);
        string[] words = ["NA", "null", "None", "a missing one that is long", missing ?? "NA"];
        foreach (var text in texts)
        {
            byte[] buffer = [7, .. Encoding.UTF8.GetBytes(text), .. rest];
            var code = dictionary.GetOrAdd(buffer, 1, buffer.Length - 9);
            var isMissing = words.Contains(text, StringComparer.OrdinalIgnoreCase);
            if (isMissing ? code != -1 : code != (expected.TryGetValue(text, out var known) ? known : expected[text] = expected.Count))
                return false;
        }

        return dictionary.Count == expected.Count && expected.All(pair => dictionary.Values.GetString(pair.Value) == pair.Key);
    }
}
