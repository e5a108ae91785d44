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
        var one = new AnswerForm(AnswerForm.Json, Writer(JsonAnswerParts.Name), default, default);
        InJson = form => form switch
        {
            JsonDocumentForm.One => one,
            JsonDocumentForm.Batch => AnswerForm.Batch(served),
            _ => AnswerForm.Array(served, tellsLine: false),
        };
    }

    public FieldReader Fields { get; }

    /// <summary>Whether the model's file had a column of that name: then an object with such a field is one customer.</summary>
    public bool KnowsCustomers { get; }

    public ObjectPool<CustomerBlock> Blocks { get; }

    /// <summary>The version as an entity tag (RFC 9110).</summary>
    public string ETag { get; }

    /// <summary>How a JSON document is answered in JSON.</summary>
    public Func<JsonDocumentForm, AnswerForm> InJson { get; }

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
