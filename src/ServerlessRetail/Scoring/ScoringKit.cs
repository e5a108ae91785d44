using Microsoft.Extensions.ObjectPool;
using ServerlessRetail.Http;

namespace ServerlessRetail.Scoring;

/// <summary>What scoring with a version prepares once and uses for every request. Safe for many threads.</summary>
internal sealed class ScoringKit
{
    /// <summary>Blocks that wait for the next request, beside one a processor.</summary>
    private const int OthersKept = 16;

    private readonly JsonRowWriter?[] _writers = new JsonRowWriter?[1 + (int)(JsonAnswerParts.Name | JsonAnswerParts.LineOfError | JsonAnswerParts.Comma | JsonAnswerParts.LineFeed)];
    private readonly ServedModel _served;

    public ScoringKit(ServedModel served)
    {
        _served = served;
        Fields = new FieldReader(served.Fitted);
        KnowsCustomers = Fields.Knows("customers"u8);
        Blocks = new ProcessorPool<CustomerBlock>(new BlockPolicy(served), OthersKept);
        ETag = JsonAnswer.ETagOf(served.Version);
        One = Writer(JsonAnswerParts.Name);
    }

    public FieldReader Fields { get; }

    /// <summary>Whether the model's file had a column of that name: then an object with such a field is one customer.</summary>
    public bool KnowsCustomers { get; }

    public ObjectPool<CustomerBlock> Blocks { get; }

    /// <summary>The version as an entity tag (RFC 9110).</summary>
    public string ETag { get; }

    /// <summary>Writes the answer for a customer who is a request by himself.</summary>
    public JsonRowWriter One { get; }

    public JsonRowWriter Writer(JsonAnswerParts parts) => _writers[(int)parts] ??= new JsonRowWriter(_served, parts);

    private sealed class BlockPolicy(ServedModel served) : PooledObjectPolicy<CustomerBlock>
    {
        public override CustomerBlock Create() => new(served.Fitted);

        public override bool Return(CustomerBlock obj)
        {
            obj.Clear();
            return obj.MayBeKept;
        }
    }
}
