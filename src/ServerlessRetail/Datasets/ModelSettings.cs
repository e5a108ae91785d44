namespace ServerlessRetail.Datasets;

/// <summary>
/// <c>datasets/&lt;model&gt;/model.json</c>: what cannot be guessed from the file. Every key has a default, so no file is
/// needed.
/// </summary>
public sealed record ModelSettings
{
    /// <summary>The column to predict; null: a well-known name, else the last column.</summary>
    public string? Label { get; init; }

    /// <summary>Null: inferred from the label.</summary>
    public ModelTask? Task { get; init; }

    /// <summary>The class whose probability is given; null: the well-known or the rarer one.</summary>
    public string? Positive { get; init; }

    /// <summary>The column that names a customer; null: found.</summary>
    public string? Id { get; init; }

    /// <summary>Names for the columns of a file without a header.</summary>
    public IReadOnlyList<string>? Columns { get; init; }

    /// <summary>Columns never to learn from.</summary>
    public IReadOnlyList<string> Exclude { get; init; } = [];

    /// <summary>Columns to judge fairness by, beside those whose names say so. They are still learned from.</summary>
    public IReadOnlyList<string> Sensitive { get; init; } = [];

    /// <summary>Guards that warn instead of ending the run, by name; and <c>personalData:&lt;column&gt;</c> for columns to learn from all the same.</summary>
    public IReadOnlyList<string> Allow { get; init; } = [];

    /// <summary>Types that overrule what was inferred, by column.</summary>
    public IReadOnlyDictionary<string, ColumnType> Types { get; init; } = new Dictionary<string, ColumnType>();

    /// <summary>What wrong decisions cost; null: the threshold with the best F1.</summary>
    public DecisionCosts? Costs { get; init; }

    /// <summary>Share of the customers that can be contacted, above 0 and below 1: the threshold then picks no more. Null: not limited.</summary>
    public double? Budget { get; init; }

    /// <summary>Trainers to compare; empty: all that fit the task.</summary>
    public IReadOnlyList<TrainerSettings> Trainers { get; init; } = [];

    /// <summary>The column whose rows belong together, such as a household: they are never on both sides of a split. Null: the id.</summary>
    public string? Group { get; init; }

    /// <summary>The column of dates by which the rows are split: the latest are held out. Null: split at random.</summary>
    public string? Time { get; init; }

    /// <summary>Wall time for comparing models, after which the best finished one is taken, in seconds; null: derived from the file's size.</summary>
    public double? BudgetSeconds { get; init; }

    /// <summary>Seed of everything random. The same file, settings and seed give the same version.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>The sheet of a workbook to read, case does not matter; null: the first one with data.</summary>
    public string? Sheet { get; init; }

    /// <summary>Texts that count as missing beside the usual ones, in training and in scoring; one that is a number counts however the file writes it.</summary>
    public IReadOnlyList<string> Missing { get; init; } = [];

    /// <summary>Largest share of rows that may be left out because they cannot be read, 0 to 1.</summary>
    public double MaxBadRows { get; init; } = 0.2;

    /// <summary>Memory that the table may take, in MB; null: a share of the instance's.</summary>
    public int? MemoryMegabytes { get; init; }
}

/// <summary>Costs of wrong decisions, in any one unit, above 0.</summary>
public sealed record DecisionCosts(double FalsePositive, double FalseNegative)
{
    /// <summary>The probability from which deciding "positive" is the cheaper mistake (Elkan, 2001, eq. 2).</summary>
    public double Threshold => FalsePositive / (FalsePositive + FalseNegative);
}
