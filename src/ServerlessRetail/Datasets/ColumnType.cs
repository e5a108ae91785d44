using System.Text.Json.Serialization;

namespace ServerlessRetail.Datasets;

/// <summary>What the cells of a column are.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<ColumnType>))]
public enum ColumnType
{
    Numeric,

    /// <summary>One of several texts, or of several whole numbers that name something.</summary>
    Categorical,

    /// <summary>Yes or no in one of the pairs of <see cref="BooleanWords"/>.</summary>
    Boolean,

    /// <summary>A date, with or without time, or a time of day, in one <see cref="DateFormat"/>.</summary>
    Date,

    /// <summary>Free text: many distinct texts of several words.</summary>
    Text,

    /// <summary>Names one row or customer; says nothing about the next one.</summary>
    Identifier,

    /// <summary>The same in every row, or empty in every row.</summary>
    Constant,
}

/// <summary>What a column is used for.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<ColumnRole>))]
public enum ColumnRole
{
    Feature,
    Label,

    /// <summary>Echoed with every score; never learned from.</summary>
    Id,

    /// <summary>Left out.</summary>
    Excluded,
}
