using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Azure;
using ServerlessRetail.Datasets;

namespace ServerlessRetail.Training;

/// <summary>What the ids of runs are made of.</summary>
internal static class RunIds
{
    private const int KeyLength = 8;

    /// <summary>The beginning of an id, so that runs sort by time.</summary>
    public static string At(DateTimeOffset time) => time.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);

    /// <summary>Tells an upload from others: 8 hexadecimal digits.</summary>
    public static string KeyOf(DatasetName name, ETag etag) => Hash($"{name}|{etag}")[..KeyLength];

    /// <summary>SHA-256 of a text, in hexadecimal digits.</summary>
    public static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
