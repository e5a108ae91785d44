using System.Globalization;

namespace ServerlessRetail.LocalHost.Demo;

/// <summary>
/// One customer of an invented retailer. Nobody is behind it: a few hidden traits (attachment, activity, bad luck)
/// are drawn, everything visible follows from them, and so does who leaves.
/// </summary>
internal sealed class SampleCustomer
{
    public static readonly string[] Columns =
    [
        "customer_id", "tenure_months", "visits_last_90_days", "days_since_last_visit",
        "spend_grocery", "spend_fashion", "spend_home", "spend_electronics", "avg_basket",
        "loyalty_tier", "region", "channel", "payment_method", "newsletter",
        "support_contacts", "return_rate", "discount_share", "churned",
    ];

    private static readonly string[] Tiers = ["basic", "bronze", "silver", "gold"];

    private readonly int _number;
    private readonly int _tenure;
    private readonly int _tier;
    private readonly int _visits;
    private readonly int _daysSince;
    private readonly double _basket;
    private readonly double[] _spend;
    private readonly string _region;
    private readonly string _channel;
    private readonly string _payment;
    private readonly bool _newsletter;
    private readonly int _contacts;
    private readonly double _returns;
    private readonly double _discounts;
    private readonly bool _churned;

    private SampleCustomer(int number, SampleRandom random)
    {
        var attachment = random.Normal();
        var activity = (0.5 * attachment) + (0.85 * random.Normal());
        var trouble = random.Normal();

        _number = number;
        var youth = random.Uniform();
        _tenure = 1 + (int)(119 * youth * Math.Sqrt(youth));
        _tier = TierFor((0.9 * attachment) + (0.02 * (_tenure - 45)) + (0.5 * random.Normal()));
        _visits = Math.Min(60, random.Poisson(SampleRandom.Exp(1.5 + (0.6 * activity) + (0.12 * _tier))));
        _daysSince = DaysSince(_visits, random);
        _basket = SampleRandom.Exp(3.3 + (0.35 * random.Normal()) + (0.08 * _tier));

        _region = random.Pick(("north", 0.28), ("south", 0.24), ("west", 0.22), ("east", 0.16), ("central", 0.10));
        _channel = random.Pick(("store", 0.46), ("both", 0.31), ("online", 0.23));
        _payment = _channel == "online"
            ? random.Pick(("card", 0.52), ("wallet", 0.31), ("invoice", 0.17))
            : random.Pick(("card", 0.55), ("cash", 0.27), ("wallet", 0.18));
        _spend = SpendFor(_visits * _basket, _channel, random);
        _newsletter = random.Chance(SampleRandom.Logistic(-0.3 + (0.5 * attachment) + (_channel == "online" ? 0.6 : 0)));
        _contacts = random.Poisson(0.45 * SampleRandom.Exp(0.7 * trouble));
        _returns = Share((_channel == "store" ? -2.9 : -2.2) + (0.45 * trouble) + (0.6 * random.Normal()));
        _discounts = Share(-1.1 - (0.3 * attachment) + (0.8 * random.Normal()));

        _churned = random.Chance(SampleRandom.Logistic(Risk(activity, attachment, trouble) + (0.3 * random.Normal())));
    }

    public static SampleCustomer Draw(int number, SampleRandom random) => new(number, random);

    /// <summary>The cells in the order of <see cref="Columns"/>.</summary>
    public string[] ToCells() =>
    [
        $"C{Format(_number, "000000")}", Format(_tenure, "0"), Format(_visits, "0"), Format(_daysSince, "0"),
        Format(_spend[0], "0.00"), Format(_spend[1], "0.00"), Format(_spend[2], "0.00"), Format(_spend[3], "0.00"), Format(_basket, "0.00"),
        Tiers[_tier], _region, _channel, _payment, _newsletter ? "yes" : "no",
        Format(_contacts, "0"), Format(_returns, "0.000"), Format(_discounts, "0.000"), _churned ? "yes" : "no",
    ];

    private static int TierFor(double standing) => standing switch
    {
        < -0.3 => 0,
        < 0.5 => 1,
        < 1.3 => 2,
        _ => 3,
    };

    /// <summary>The latest of that many visits, spread evenly over 90 days; longer ago for who has not come at all.</summary>
    private static int DaysSince(int visits, SampleRandom random)
    {
        var gap = random.Uniform();
        if (visits == 0)
            return 90 + (int)(275 * gap * gap);

        for (var i = 1; i < visits; i++)
            gap = Math.Min(gap, random.Uniform());
        return (int)(90 * gap);
    }

    private static double[] SpendFor(double total, string channel, SampleRandom random)
    {
        var online = channel == "online";
        double[] pull =
        [
            SampleRandom.Exp((online ? -0.8 : 0.9) + (0.6 * random.Normal())),
            SampleRandom.Exp(0.1 + (0.9 * random.Normal())),
            SampleRandom.Exp(-0.3 + (0.9 * random.Normal())),
            SampleRandom.Exp((online ? 0.3 : -0.9) + (1.1 * random.Normal())),
        ];

        // Not everybody buys everything.
        for (var i = 1; i < pull.Length; i++)
            pull[i] *= random.Chance(0.25) ? 0 : 1;

        var sum = pull[0] + pull[1] + pull[2] + pull[3];
        return [.. pull.Select(part => total * part / sum)];
    }

    /// <summary>The log-odds of leaving. Thresholds and products are there for models that can see them.</summary>
    private double Risk(double activity, double attachment, double trouble)
    {
        var risk = -2.15 - (0.5 * activity) - (0.45 * attachment) + (0.2 * trouble);
        risk += 0.16 * (Math.Sqrt(_daysSince) - 4);
        risk -= 0.25 * _tier;
        risk += 0.4 * Math.Min(_contacts, 4);
        risk += _tenure < 9 ? 1.3 : -0.008 * (_tenure - 9);
        risk += _returns > 0.2 ? 1.1 : 0;
        risk += _discounts > 0.35 && _tier <= 1 ? 1.4 : 0;
        risk += _channel == "online" && _visits < 4 ? 1.0 : 0;
        risk += _payment == "cash" ? 0.35 : 0;
        risk -= _newsletter ? 0.35 : 0;
        return risk + (_region is "east" ? 0.25 : 0);
    }

    private static double Share(double x) => SampleRandom.Logistic(x);

    private static string Format(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
