namespace ServerlessRetail.Datasets.Sentinels;

/// <summary>The lowest and the highest number of a column, how often they come, and the numbers next to them.</summary>
/// <param name="Count">Numbers in all.</param>
internal sealed record NumberExtremes(int Count, NumberEnd Low, NumberEnd High)
{
    /// <param name="except">Numbers to pass over.</param>
    public static NumberExtremes Of(Column column, float[] except)
    {
        var (low, high) = (new EndFinder(1), new EndFinder(-1));
        var count = 0;
        if (column is CodedColumn)
        {
            foreach (var (number, times) in Numbers(column))
                Add(number, times);
        }
        else
        {
            for (var row = 0; row < column.RowCount; row++)
                Add(column.GetNumber(row), 1);
        }

        return new NumberExtremes(count, low.End, high.End);

        void Add(float number, int times)
        {
            if (float.IsNaN(number) || Array.IndexOf(except, number) >= 0)
                return;
            count += times;
            low.Add(number, times);
            high.Add(number, times);
        }
    }

    /// <summary>Whether the lowest or the highest number comes so often: a quick look, since in most columns of many numbers neither does.</summary>
    public static bool HasRepeatedEnd(NumberColumn column, int times)
    {
        var (low, high) = (float.PositiveInfinity, float.NegativeInfinity);
        var (lows, highs) = (0, 0);
        for (var row = 0; row < column.RowCount;)
        {
            var run = column.GetRun(row);
            row += run.Length;
            foreach (var number in run)
            {
                if (number <= low)
                    (low, lows) = number < low ? (number, 1) : (low, lows + 1);
                if (number >= high)
                    (high, highs) = number > high ? (number, 1) : (high, highs + 1);
            }
        }

        return (low < 0 && lows >= times) || (high > 0 && highs >= times);
    }

    /// <summary>Whether a column has more than so many distinct numbers.</summary>
    public static bool HasMoreDistinct(Column column, int count)
    {
        var seen = new HashSet<float>();
        return Numbers(column).Any(item => !float.IsNaN(item.Number) && seen.Add(item.Number) && seen.Count > count);
    }

    /// <summary>The widest stretch between two neighbouring numbers, not counting those to pass over.</summary>
    public static float WidestGap(Column column, Predicate<float> isLeftOut)
    {
        var sorted = Numbers(column).Select(item => item.Number).Where(number => !float.IsNaN(number) && !isLeftOut(number)).ToArray();
        Array.Sort(sorted);
        var widest = 0f;
        for (var i = 1; i < sorted.Length; i++)
            widest = Math.Max(widest, sorted[i] - sorted[i - 1]);
        return widest;
    }

    /// <summary>Each distinct number of a coded column with its cells, or each cell of one that is not coded.</summary>
    private static IEnumerable<(float Number, int Times)> Numbers(Column column)
    {
        if (column is not CodedColumn coded)
        {
            for (var row = 0; row < column.RowCount; row++)
                yield return (column.GetNumber(row), 1);
            yield break;
        }

        var counts = coded.CountCodes();
        for (var code = 0; code < counts.Length; code++)
            yield return (coded.GetValueAsNumber(code), counts[code]);
    }

    /// <summary>Finds the end of the numbers in one direction: 1 the lowest, -1 the highest.</summary>
    private sealed class EndFinder(int direction)
    {
        private float _value = float.NaN;
        private float _next = float.NaN;
        private int _count;

        public NumberEnd End => new(_value, _count, _next);

        public void Add(float number, int times)
        {
            if (number == _value)
                _count += times;
            else if (!(direction * number >= direction * _value))
                (_value, _next, _count) = (number, _value, times);
            else if (!(direction * number >= direction * _next))
                _next = number;
        }
    }
}

/// <summary>One end of a column's numbers.</summary>
/// <param name="Value">The extreme number; NaN where there is none.</param>
/// <param name="Count">How often it comes.</param>
/// <param name="Next">The number next to it; NaN where there is no other.</param>
internal readonly record struct NumberEnd(float Value, int Count, float Next);
