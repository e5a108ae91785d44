using System.Collections.Frozen;

namespace ServerlessRetail.Datasets;

/// <summary>What a column's name says about its cells: <c>customerId</c>, <c>customer_id</c> and <c>Customer ID</c> say the same.</summary>
internal sealed class NameWords
{
    private static readonly FrozenSet<string> Entities = FrozenSet.Create(StringComparer.Ordinal,
        "customer", "client", "member", "user", "account", "order", "invoice", "transaction", "session", "card", "household", "visitor", "row", "receipt", "basket");

    private static readonly FrozenSet<string> IdWords = FrozenSet.Create(StringComparer.Ordinal, "id", "no", "nr", "number", "guid", "uuid");

    private static readonly FrozenSet<string> Codes = FrozenSet.Create(StringComparer.Ordinal,
        "region", "channel", "type", "kind", "category", "segment", "group", "cluster", "class", "code", "browser", "system", "os", "device",
        "platform", "weather", "weathersit", "season", "zone", "district", "territory", "state", "country", "city", "store", "shop", "branch",
        "department", "dept", "plan", "brand", "source", "campaign", "status", "language", "gender", "sex", "occupation", "job", "marital",
        "nationality");

    private static readonly FrozenSet<string> Postal = FrozenSet.Create(StringComparer.Ordinal,
        "zip", "zipcode", "postcode", "postal", "plz", "pincode", "sku");

    /// <summary>Words of amounts and counts: <c>store_visits</c> names no store, <c>num_regions</c> no region.</summary>
    private static readonly FrozenSet<string> Amounts = FrozenSet.Create(StringComparer.Ordinal,
        "num", "n", "number", "count", "cnt", "total", "avg", "average", "mean", "sum", "amount", "price", "cost", "value", "size", "age",
        "rate", "ratio", "per", "since", "duration", "spend", "spent", "visit", "purchase", "order", "sale", "quantity", "qty", "score", "distance");

    /// <summary>Words of ordered scales and of things that are counted, where the column is what is predicted.</summary>
    private static readonly FrozenSet<string> Ratings = FrozenSet.Create(StringComparer.Ordinal,
        "rating", "star", "satisfaction", "nps", "csat", "quality", "rank", "point", "item", "return", "claim", "complaint", "ticket",
        "click", "child", "children", "kid", "day", "week", "month", "year", "hour", "minute", "frequency", "tenure", "income", "revenue", "balance");

    private static readonly FrozenSet<string> Dates = FrozenSet.Create(StringComparer.Ordinal,
        "date", "datum", "day", "dt", "dob", "birthday", "birthdate", "since", "created", "updated", "joined", "signup", "fecha", "jour");

    private readonly string[] _words;

    public NameWords(string name) => _words = [.. Split(name).Select(word => word.ToLowerInvariant())];

    private string Last => _words.Length > 0 ? _words[^1] : "";

    /// <summary>id, customerId, customer_id, userid, guid, row names; but not "paid" or "valid".</summary>
    public bool IsId => Last is "id" or "guid" or "uuid" || Joined is "userid" or "customerid" or "clientid" or "memberid" or "rownames" || IsNumbered;

    /// <summary>An id that names a customer, an order or the like, however often it comes back.</summary>
    public bool IsEntityId =>
        IsNumbered || Joined is "id" or "userid" or "customerid" or "clientid" or "memberid" || (Last == "id" && _words[..^1].Any(Entities.Contains));

    /// <summary>An id that names the customer rather than an order or a session.</summary>
    public bool IsCustomerId => IsId && (Joined.Contains("customer") || Joined.Contains("client") || Joined.Contains("member") || Joined.Contains("user"));

    /// <summary>An id that names a thing of which many customers have the same: product_id, store_id.</summary>
    public bool IsThingId => Last == "id" && !IsEntityId;

    /// <summary>A word such as region, channel, type: whole numbers under it are names, not amounts.</summary>
    public bool IsCode => _words.Any(word => Codes.Contains(Singular(word))) && !_words.Any(word => Amounts.Contains(Singular(word)));

    /// <summary>A word such as price, count, total; but not the number that ends "policy number".</summary>
    public bool IsAmount => _words.Where((word, i) => Amounts.Contains(Singular(word)) && !(i > 0 && i == _words.Length - 1 && IdWords.Contains(word))).Any();

    /// <summary>A moment, as seconds or milliseconds count it.</summary>
    public bool IsTime => _words.Any(word => word is "time" or "timestamp" or "epoch" or "ts" or "at" or "unix");

    /// <summary>A word such as rating, score, stars: whole numbers under it are numbers, however few.</summary>
    public bool IsRating => _words.Any(word => Ratings.Contains(Singular(word)));

    public bool IsPostal => _words.Any(Postal.Contains);

    public bool IsDate => _words.Any(word => Dates.Contains(word));

    /// <summary>The largest number that a part of the calendar goes up to, for month, weekday, hour, quarter; else null.</summary>
    public int? CalendarLimit => Last switch
    {
        "month" or "mnth" => 12,
        "weekday" or "wday" or "dow" or "dayofweek" => 7,
        "hour" or "hr" => 24,
        "quarter" or "qtr" => 4,
        _ => null,
    };

    private string Joined => string.Concat(_words);

    private bool IsNumbered => IdWords.Contains(Last) && _words.Length > 1 && Entities.Contains(_words[^2]);

    private static string Singular(string word) =>
        word.EndsWith("ies", StringComparison.Ordinal) ? word[..^3] + "y"
        : word.EndsWith('s') && !word.EndsWith("ss", StringComparison.Ordinal) && word.Length > 2 && word is not "status" ? word[..^1]
        : word;

    /// <summary>Words are apart by anything but letters and digits, and where a capital follows a small letter.</summary>
    private static IEnumerable<string> Split(string name)
    {
        var start = 0;
        for (var i = 0; i <= name.Length; i++)
        {
            var isBreak = i == name.Length || !char.IsLetterOrDigit(name[i]);
            var isCapital = !isBreak && i > start && char.IsUpper(name[i]) && char.IsLower(name[i - 1]);
            if (!isBreak && !isCapital)
                continue;
            if (i > start)
                yield return name[start..i];
            start = isBreak ? i + 1 : i;
        }
    }
}
