using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace ServerlessRetail.Scoring.Bulk;

/// <summary>
/// A block of the scores, named for what it holds: run, part, place in the part, and of a part's last block how many rows
/// the part has. So the list of staged blocks is the record of what is done, which can't differ from what is there.
/// </summary>
/// <param name="RunKey">Tells runs apart that write to the same blob; 8 characters.</param>
/// <param name="Part">From 0.</param>
/// <param name="Index">From 0.</param>
/// <param name="IsLast">Whether the part ends with it.</param>
/// <param name="Scored">Of a last block: rows of the part that have a score.</param>
/// <param name="Failed">Of a last block: rows of the part that have an error.</param>
internal sealed partial record PartBlock(string RunKey, int Part, int Index, bool IsLast = false, long Scored = 0, long Failed = 0)
{
    /// <summary>The name as storage wants it: Base64, of the same length for all blocks of a blob, at most 64 bytes before it.</summary>
    public string Id => Convert.ToBase64String(Encoding.ASCII.GetBytes(string.Create(
        CultureInfo.InvariantCulture, $"{RunKey}-{Part:00000}-{Index:00000}-{(IsLast ? 1 : 0)}-{Scored:000000000000}-{Failed:000000000000}")));

    /// <returns>Null where the block is not one of ours.</returns>
    public static PartBlock? Parse(string id)
    {
        var bytes = new byte[64];
        if (!Convert.TryFromBase64String(id, bytes, out var length) || Name().Match(Encoding.ASCII.GetString(bytes, 0, length)) is not { Success: true, Groups: var groups })
            return null;
        return new PartBlock(
            groups["run"].Value, (int)Number("part"), (int)Number("index"), groups["last"].Value == "1", Number("scored"), Number("failed"));

        long Number(string name) => long.Parse(groups[name].Value, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex("^(?<run>[0-9a-f]{8})-(?<part>[0-9]{5})-(?<index>[0-9]{5})-(?<last>[01])-(?<scored>[0-9]{12})-(?<failed>[0-9]{12})$")]
    private static partial Regex Name();
}
