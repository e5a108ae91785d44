using System.Text.Json.Serialization;

namespace ServerlessRetail.Datasets.PersonalData;

/// <summary>What kind of data about a person a column holds.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<PersonalDataKind>))]
public enum PersonalDataKind
{
    Email,
    Phone,
    PersonName,
    StreetAddress,
    CardNumber,

    /// <summary>An IBAN or another bank account number.</summary>
    AccountNumber,
    DateOfBirth,
    IpAddress,

    /// <summary>Social security, tax or identity card number.</summary>
    NationalId,
}
