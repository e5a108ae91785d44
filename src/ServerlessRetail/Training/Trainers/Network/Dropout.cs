namespace ServerlessRetail.Training.Trainers.Network;

/// <summary>
/// Sets units to 0 at random and scales the others up, so that their sum stays the same on average: Srivastava, Hinton,
/// Krizhevsky, Sutskever and Salakhutdinov, 2014.
/// </summary>
/// <param name="share">Of units dropped, above 0 and below 1; rounded to 1/65,536.</param>
internal sealed class Dropout(double share, SplitMix64 random)
{
    private readonly ushort _threshold = (ushort)(share * ushort.MaxValue);

    public float KeptScale { get; } = (float)(1 / (1 - share));

    public void Apply(Span<float> units)
    {
        ulong drawn = 0;
        for (var unit = 0; unit < units.Length; unit++, drawn >>= 16)
        {
            if (unit % 4 == 0)
                drawn = random.Next();
            units[unit] = (ushort)drawn < _threshold ? 0 : units[unit] * KeptScale;
        }
    }
}
