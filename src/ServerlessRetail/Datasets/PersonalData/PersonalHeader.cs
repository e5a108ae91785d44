namespace ServerlessRetail.Datasets.PersonalData;

/// <summary>A file without a header has its first customer in the place of it: the names of the columns would tell who that is, wherever they are written.</summary>
internal static class PersonalHeader
{
    private static readonly (string What, Func<string, bool> Looks)[] Values =
    [
        ("an e-mail address", CellPatterns.HasEmail),
        ("an account number", text => Checksums.IsIban(text)),
        ("a card number", text => Checksums.IsCardNumber(text)),
        ("a phone number", CellPatterns.IsPhone),
    ];

    /// <exception cref="RejectedException">The name of a column is a personal value.</exception>
    public static void Check(Header header)
    {
        for (var position = 0; position < header.Count; position++)
        {
            var name = header.GetName(position);
            if (Array.Find(Values, value => value.Looks(name)) is not { What: { } what })
                continue;
            throw new RejectedException(
                RejectionReasons.UnreadableHeader,
                FormattableString.Invariant($"The file seems to have no header: where the name of column {position + 1} should stand, there is {what}. ")
                + $"Put a row with the names of the columns before the first customer, or name them as \"columns\" in {DatasetName.SettingsFile}.");
        }
    }
}
