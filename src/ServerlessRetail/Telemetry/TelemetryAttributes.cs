namespace ServerlessRetail.Telemetry;

/// <summary>
/// Names of the attributes of spans, instruments and events: under the project's own name, as OpenTelemetry asks of whatever
/// its conventions do not define. Their values are names, ids, codes and numbers, never a customer's value.
/// </summary>
public static class TelemetryAttributes
{
    /// <summary>A model's name.</summary>
    public const string Model = "serverlessretail.model";

    /// <summary>A version: 12 hexadecimal digits.</summary>
    public const string Version = "serverlessretail.version";

    /// <summary>The version that goes on serving where another was refused.</summary>
    public const string ServingVersion = "serverlessretail.serving_version";

    /// <summary>The id of a run.</summary>
    public const string Run = "serverlessretail.run";

    /// <summary>How a run ended.</summary>
    public const string State = "serverlessretail.state";

    /// <summary>Why, as a code.</summary>
    public const string Reason = "serverlessretail.reason";

    /// <summary>Which attempt of a run it was, from 1.</summary>
    public const string Attempt = "serverlessretail.attempt";

    /// <summary>A step of a run.</summary>
    public const string Step = "serverlessretail.step";

    /// <summary>What became of something.</summary>
    public const string Outcome = "serverlessretail.outcome";

    /// <summary>The name of a metric; as a prefix, of an event's attribute that has its value.</summary>
    public const string Metric = "serverlessretail.metric";

    /// <summary>Rows that were learned from.</summary>
    public const string Rows = "serverlessretail.rows";

    /// <summary>Rows that were put aside.</summary>
    public const string Quarantined = "serverlessretail.quarantined";

    /// <summary>Customers that were scored.</summary>
    public const string Customers = "serverlessretail.customers";

    /// <summary>The form that customers were sent in.</summary>
    public const string Form = "serverlessretail.form";

    /// <summary>A trainer's name.</summary>
    public const string Trainer = "serverlessretail.trainer";

    /// <summary>A trainer with its hyper-parameters.</summary>
    public const string Candidate = "serverlessretail.candidate";

    /// <summary>A fold of a cross-validation, from 1.</summary>
    public const string Fold = "serverlessretail.fold";

    /// <summary>A loss on a fold; less is better.</summary>
    public const string Loss = "serverlessretail.loss";

    /// <summary>A part of a bulk file, from 1.</summary>
    public const string Part = "serverlessretail.part";

    /// <summary>What kind of error it was; OpenTelemetry's own name.</summary>
    internal const string ErrorType = "error.type";
}
