using System.Diagnostics;
using System.Text;

namespace ServerlessRetail.Tests.Datasets;

/// <summary>10,000 changed files, the same ones in every run: none gives anything but a table or a reason.</summary>
public sealed class MutationTests
{
    private const int LongestSeconds = 10;

    [Theory]
    [InlineData("text", 3_000)]
    [InlineData("gzip", 1_000)]
    [InlineData("ndjson", 2_000)]
    [InlineData("json", 1_000)]
    [InlineData("parquet", 2_000)]
    [InlineData("xlsx", 800)]
    [InlineData("unzipped xlsx", 200)]
    public async Task No_change_of_a_file_breaks_the_reader(string format, int changes)
    {
        var random = new Random(20_240_229);
        var originals = await MakeAsync(format);
        for (var i = 0; i < changes; i++)
        {
            var original = originals[i % originals.Count];
            var bytes = format == "unzipped xlsx" ? Workbook.Change(original, part => Mutate(part, random)) : Mutate(original, random);
            var started = Stopwatch.GetTimestamp();
            try
            {
                var (reading, rejected) = Reading.Try(bytes);
                Assert.True(rejected is not null || reading!.Dataset.Columns.All(column => column.RowCount == reading.Dataset.RowCount));
                Assert.False(string.IsNullOrEmpty(rejected?.Reason ?? "read"));
            }
            catch (Exception exception) when (exception is not Xunit.Sdk.XunitException)
            {
                Assert.Fail($"Change {i} of {format} ended in {exception}");
            }

            Assert.True(Stopwatch.GetElapsedTime(started).TotalSeconds < LongestSeconds, $"Change {i} of {format} took too long.");
        }
    }

    private static async Task<List<byte[]>> MakeAsync(string format)
    {
        var text = "id;name;spend;since\r\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"{i};\"n;{i % 7}\";{i * 3.7:F2};2024-01-{(i % 28) + 1:00}\r\n"));
        var objects = Enumerable.Range(0, 30).Select(i => $"{{\"id\":{i},\"name\":\"n\\u00e4 {i % 7}\",\"spend\":{i}.5,\"vip\":{(i % 2 == 0 ? "true" : "null")}}}").ToList();
        object?[][] rows = [["id", "name", "day"], .. Enumerable.Range(0, 30).Select(i => new object?[] { i, $"n{i}", new DateOnly(2024, 1, 1).AddDays(i) })];
        return format switch
        {
            "text" => [Encoding.UTF8.GetBytes(text), Encoding.Unicode.GetBytes("\uFEFF" + text), Encoding.Latin1.GetBytes(text.Replace("n;", "ä;", StringComparison.Ordinal))],
            "gzip" => [Reading.Zip(Encoding.UTF8.GetBytes(text)), Reading.Zip(Encoding.UTF8.GetBytes(string.Join('\n', objects)))],
            "ndjson" => [Encoding.UTF8.GetBytes(string.Join('\n', objects) + "\n")],
            "json" => [Encoding.UTF8.GetBytes("[" + string.Join(",\n", objects) + "]")],
            "parquet" => [await ParquetAsync(1_000), await ParquetAsync(7)],
            _ => [Workbook.Write(("S", rows))],
        };
    }

    private static Task<byte[]> ParquetAsync(int rowsInGroup) => ParquetFile.WriteAsync(
        rowsInGroup,
        ParquetFile.Values<int>("id", [.. Enumerable.Range(0, 30).Select(i => (int?)i)]),
        ParquetFile.Values<double>("spend", [.. Enumerable.Range(0, 30).Select(i => i % 5 == 0 ? null : (double?)i)]),
        ParquetFile.Texts("name", [.. Enumerable.Range(0, 30).Select(i => i % 6 == 0 ? null : $"n{i % 4}")]));

    private static byte[] Mutate(byte[] original, Random random)
    {
        List<byte> bytes = [.. original];
        for (var change = random.Next(1, 6); change > 0 && bytes.Count > 0; change--)
        {
            var place = random.Next(bytes.Count);
            switch (random.Next(6))
            {
                case 0:
                    bytes[place] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes[place] ^= (byte)(1 << random.Next(8));
                    break;
                case 2:
                    bytes.RemoveRange(place, Math.Min(bytes.Count - place, random.Next(1, 40)));
                    break;
                case 3:
                    bytes.InsertRange(place, bytes.Take(random.Next(1, 60)).ToArray());
                    break;
                case 4:
                    bytes.Insert(place, (byte)"\"{[;,\n\0\u007F"[random.Next(8)]);
                    break;
                default:
                    bytes[place] = (byte)(random.Next(2) * 255);
                    break;
            }
        }

        return [.. bytes];
    }
}
