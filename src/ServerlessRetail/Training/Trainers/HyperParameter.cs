namespace ServerlessRetail.Training.Trainers;

/// <summary>One number that tunes a trainer and that model.json can give.</summary>
/// <typeparam name="TOptions">The trainer's options, a record whose defaults are sensible.</typeparam>
/// <param name="Name">Its name in model.json and in reports.</param>
/// <param name="Low">Smallest value allowed.</param>
/// <param name="High">Largest value allowed.</param>
/// <param name="Get">Reads it from options.</param>
/// <param name="With">The options with another value; the value is within the bounds, and whole where it must be.</param>
public sealed record HyperParameter<TOptions>(
    string Name, double Low, double High, Func<TOptions, double> Get, Func<TOptions, double, TOptions> With)
{
    /// <summary>Whether only whole numbers make sense.</summary>
    public bool IsWhole { get; init; }

    /// <summary>Whether a value may be given.</summary>
    public bool Allows(double value) => value >= Low && value <= High && (!IsWhole || value == Math.Floor(value));
}
