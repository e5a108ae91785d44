using System.Globalization;

namespace ServerlessRetail.Datasets.PersonalData;

/// <summary>
/// Finds columns that hold data about persons: by their cells alone, or by their name where the cells do not speak
/// against it. A yes/no column "email" or a street of one name is none.
/// </summary>
public static class PersonalDataDetector
{
    /// <summary>Fewer matching values than this are chance.</summary>
    private const int MinMatches = 10;

    /// <summary>An address in one cell of twenty makes a column of remarks one that holds addresses.</summary>
    private const double MinEmailShare = 0.05;

    /// <summary>Random digits pass a Luhn check once in ten, so most values must pass one.</summary>
    private const double MinNumberShare = 0.8;

    private const double MinAddressShare = 0.5;

    /// <summary>The list of given names knows about half of the names that occur in a customer file.</summary>
    private const double MinNameShare = 0.4;

    /// <summary>Years between the 5 % and the 95 % quantile of a date column, from which only births explain it.</summary>
    private const int MinBirthYears = 30;

    private static readonly (PersonalDataKind Kind, double MinShare, Func<string, bool> Looks)[] Contents =
    [
        (PersonalDataKind.Email, MinEmailShare, CellPatterns.HasEmail),
        (PersonalDataKind.IpAddress, MinNumberShare, CellPatterns.IsIpAddress),
        (PersonalDataKind.AccountNumber, MinNumberShare, text => Checksums.IsIban(text)),
        (PersonalDataKind.NationalId, MinNumberShare, text => Checksums.IsNationalId(text)),
        (PersonalDataKind.CardNumber, MinNumberShare, text => Checksums.IsCardNumber(text)),
        (PersonalDataKind.Phone, MinNumberShare, CellPatterns.IsPhone),
        (PersonalDataKind.StreetAddress, MinAddressShare, CellPatterns.IsStreetAddress),
        (PersonalDataKind.PersonName, MinNameShare, CellPatterns.IsPersonName),
    ];

    /// <returns>At most one finding a column, in file order.</returns>
    public static IReadOnlyList<PersonalDataFinding> Detect(Dataset dataset) =>
        [.. dataset.Columns.Select(Detect).OfType<PersonalDataFinding>()];

    private static PersonalDataFinding? Detect(Column column)
    {
        var sample = ColumnSample.Of(column);
        return sample.Texts.Count == 0 ? null : ByName(column, sample) ?? ByContent(column, sample);
    }

    private static PersonalDataFinding? ByName(Column column, ColumnSample sample)
    {
        if (PersonalDataNames.IsVague(column.Name))
        {
            const double MinVagueShare = 0.15;
            var named = sample.Share(CellPatterns.IsPersonName);
            return named >= MinVagueShare && named * sample.Texts.Count >= 3
                ? Finding(column, PersonalDataKind.PersonName, named, sample, "the column's name and")
                : null;
        }

        if (PersonalDataNames.Find(column.Name) is not { } kind || !IsPlausible(kind, sample))
            return null;
        var looks = Array.Find(Contents, content => content.Kind == kind).Looks;
        var share = looks is null ? sample.Share(text => CalendarDate.Find(text) is not null) : sample.Share(looks);
        return share > 0
            ? Finding(column, kind, share, sample, "the column's name and")
            : new PersonalDataFinding(column.Name, kind, 0, "the column's name says so");
    }

    /// <summary>Whether cells may be what the column's name says; a flag, a count or a handful of texts may not.</summary>
    private static bool IsPlausible(PersonalDataKind kind, ColumnSample sample)
    {
        const double MostlyDistinct = 0.5;
        var isText = sample.NumberShare < 0.5;
        return kind switch
        {
            // Hashed addresses count: they still name one person.
            PersonalDataKind.Email => sample.Share(CellPatterns.HasEmail) >= MinEmailShare || (isText && sample.DistinctShare >= MostlyDistinct),
            PersonalDataKind.IpAddress => sample.Share(CellPatterns.IsIpAddress) >= MostlyDistinct,
            PersonalDataKind.Phone or PersonalDataKind.CardNumber or PersonalDataKind.AccountNumber =>
                sample.Share(CellPatterns.HasDigits) >= MostlyDistinct || (isText && sample.DistinctShare >= MostlyDistinct),
            PersonalDataKind.NationalId => sample.DistinctShare >= MostlyDistinct && sample.Share(CellPatterns.HasDigits) >= MostlyDistinct,
            PersonalDataKind.DateOfBirth => sample.Share(IsDay) >= MostlyDistinct,
            _ => isText && (sample.Texts.Count >= MinMatches || sample.DistinctShare >= MostlyDistinct),
        };
    }

    private static PersonalDataFinding? ByContent(Column column, ColumnSample sample)
    {
        if (!sample.IsExact)
            return LooksLikeRoundedCards(sample) ? Finding(column, PersonalDataKind.CardNumber, 1, sample, "by their length") : null;
        foreach (var (kind, minShare, looks) in Contents)
        {
            var share = sample.Share(looks);
            var minMatches = kind == PersonalDataKind.Email ? 1 : MinMatches;
            if (share >= minShare && share * sample.Texts.Count >= minMatches - 0.5)
                return Finding(column, kind, share, sample, "");
        }

        return LooksLikeBirths(sample, out var dates) ? Finding(column, PersonalDataKind.DateOfBirth, dates, sample, "spread over more than 30 years:") : null;
    }

    /// <summary>15 and 16 digits that begin with 3 to 6: no measurement is as long. Their check digit is lost in a float.</summary>
    private static bool LooksLikeRoundedCards(ColumnSample sample) =>
        sample.Texts.Count >= MinMatches && sample.Share(text => text.Length is 15 or 16 && text[0] is >= '3' and <= '6' && !text.Contains('.', StringComparison.Ordinal)) >= 0.95;

    private static bool LooksLikeBirths(ColumnSample sample, out double share)
    {
        var years = sample.Texts.Select(CalendarDate.Find).Where(date => date is not null).Select(date => date!.Value.Year).Order().ToArray();
        share = (double)years.Length / sample.Texts.Count;
        return share >= MinNumberShare && years.Length >= MinMatches
            && years[(int)(0.95 * (years.Length - 1))] - years[(int)(0.05 * (years.Length - 1))] >= MinBirthYears;
    }

    /// <summary>A date, or the whole number that a date became: 19970101, or days since 1900.</summary>
    private static bool IsDay(string text) =>
        CalendarDate.Find(text) is not null
        || (text.Length == 5 && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days is > 1_000 and < 60_000);

    private static PersonalDataFinding Finding(Column column, PersonalDataKind kind, double share, ColumnSample sample, string lead) => new(
        column.Name, kind, share,
        string.Create(CultureInfo.InvariantCulture, $"{lead} {share:P0} of {sample.Texts.Count} sampled values").TrimStart());
}
