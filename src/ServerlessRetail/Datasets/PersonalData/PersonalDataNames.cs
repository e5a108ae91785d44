namespace ServerlessRetail.Datasets.PersonalData;

/// <summary>Words in column names, in English, German, French and Spanish, that announce personal data.</summary>
internal static class PersonalDataNames
{
    /// <summary>The surest first: an e-mail address is not a street address.</summary>
    private static readonly (PersonalDataKind Kind, string[] Phrases)[] Phrases =
    [
        (PersonalDataKind.Email, ["email", "e mail", "mail", "mail address", "email address", "emailaddress", "correo", "correo electronico", "courriel", "mailadresse"]),
        (PersonalDataKind.IpAddress, ["ip", "ip address", "ip addr", "ipaddr", "ip adresse", "adresse ip", "direccion ip", "client ip", "remote addr"]),
        (PersonalDataKind.CardNumber,
        [
            "card number", "cardnumber", "card no", "credit card", "creditcard", "credit card number", "cc number", "pan", "kartennummer",
            "kreditkarte", "kreditkartennummer", "numero de carte", "carte bancaire", "numero de tarjeta", "tarjeta de credito",
        ]),
        (PersonalDataKind.AccountNumber,
        [
            "iban", "account number", "account no", "bank account", "kontonummer", "bankkonto", "bankverbindung", "numero de compte",
            "numero de cuenta", "cuenta bancaria", "sort code", "routing number",
        ]),
        (PersonalDataKind.NationalId,
        [
            "ssn", "social security", "social security number", "national id", "national insurance", "nino", "passport", "passport number", "tax id",
            "sozialversicherungsnummer", "steuernummer", "steuer id", "ausweisnummer", "personalausweis", "reisepass", "securite sociale", "nir",
            "passeport", "dni", "nie", "nif", "pasaporte", "seguridad social", "driver license", "driving licence", "fuhrerscheinnummer",
        ]),
        (PersonalDataKind.DateOfBirth,
        [
            "dob", "date of birth", "birth date", "birthdate", "birthday", "born", "geburtsdatum", "geburtstag", "geboren", "date de naissance",
            "naissance", "date naissance", "fecha de nacimiento", "fecha nacimiento", "nacimiento", "cumpleanos",
        ]),
        (PersonalDataKind.Phone,
        [
            "phone", "phone number", "phone no", "telephone", "tel", "mobile", "mobile number", "mobile phone", "cell", "cell phone", "fax", "telefon", "telefonnummer",
            "handy", "handynummer", "mobilnummer", "mobiltelefon", "rufnummer", "telefono", "movil", "portable", "numero de telephone", "msisdn", "whatsapp",
        ]),
        (PersonalDataKind.PersonName,
        [
            "first name", "firstname", "given name", "forename", "last name", "lastname", "surname", "family name", "middle name", "maiden name",
            "full name", "fullname", "customer name", "client name", "contact name", "person name", "cardholder", "card holder", "vorname", "nachname",
            "familienname", "kundenname", "ansprechpartner", "prenom", "nom de famille", "nom du client", "nom client", "apellido", "apellidos", "nombre completo",
            "nombre del cliente", "nombre cliente",
        ]),
        (PersonalDataKind.StreetAddress,
        [
            "address", "street", "street address", "street name", "address line", "addr", "home address", "strasse", "anschrift", "adresse",
            "rue", "domicile", "direccion", "domicilio", "calle",
        ]),
    ];

    /// <summary>Words that make a "name" one of things: product name, store name.</summary>
    private static readonly string[] Things =
    [
        "product", "item", "file", "brand", "category", "store", "shop", "company", "model", "plan", "campaign", "department", "event", "page", "city",
        "country", "region", "state", "column", "host", "domain", "type", "class", "group", "channel", "segment", "month", "day", "row", "rows", "article",
        "artikel", "produkt", "produit", "producto", "firma", "marke", "marca", "marque", "vendor", "supplier", "mac", "web", "url", "number", "count", "unit",
    ];

    /// <returns>The kind that a column's name announces; null: none.</returns>
    public static PersonalDataKind? Find(string column)
    {
        var words = new ColumnWords(column);
        foreach (var (kind, phrases) in Phrases)
        {
            if (!words.HasAny(phrases))
                continue;
            return kind is PersonalDataKind.PersonName or PersonalDataKind.StreetAddress && words.HasAny(Things) ? null : kind;
        }

        return null;
    }

    /// <summary>Whether a column names something, but not whether persons or products: its cells must tell.</summary>
    public static bool IsVague(string column) => new ColumnWords(column).Joined is "name" or "names" or "nom" or "nombre" or "customer" or "kunde" or "client" or "cliente";
}
