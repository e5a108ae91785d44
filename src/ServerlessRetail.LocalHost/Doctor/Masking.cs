using System.Text.RegularExpressions;

namespace ServerlessRetail.LocalHost.Doctor;

/// <summary>
/// Takes secrets out of what is printed. No check puts one in; this is for names and words that come from elsewhere,
/// such as a connection string in the place of a setting's name.
/// </summary>
internal static partial class Masking
{
    public static string Mask(string text) => LongKey().Replace(Named().Replace(text, "$1***"), "***");

    [GeneratedRegex(@"((?:AccountKey|SharedAccessSignature|SharedAccessKey|InstrumentationKey|Password|sig|code|key)=)[^;&\s""']+", RegexOptions.IgnoreCase)]
    private static partial Regex Named();

    // Keys of accounts are 64 bytes, of functions 40, in Base64.
    [GeneratedRegex(@"[A-Za-z0-9+/_\-]{50,}={0,2}")]
    private static partial Regex LongKey();
}
