using System.Runtime.CompilerServices;
using Microsoft.Extensions.ObjectPool;
using ServerlessRetail.Http;

namespace ServerlessRetail.Scoring;

/// <summary>What scoring with a version prepares once and uses for every request. Safe for many threads.</summary>
internal sealed class ScoringKit
{
    /// <summary>Blocks that wait for the next request.</summary>
    private const int MostKept = 16;

    private static readonly ConditionalWeakTable<ServedModel, ScoringKit> Kits = [];

    private readonly JsonRowWriter?[] _writers = new JsonRowWriter?[1 + (int)(JsonAnswerParts.Name | JsonAnswerParts.LineOfError | JsonAnswerParts.Comma | JsonAnswerParts.LineFeed)];
    private readonly ServedModel _served;

    private ScoringKit(ServedModel served)
    {
        _served = served;
        Fields = new FieldReader(served.Fitted);
        Blocks = new DefaultObjectPool<CustomerBlock>(new BlockPolicy(served), MostKept);
        ETag = JsonAnswer.ETagOf(served.Version);
    }

    public FieldReader Fields { get; }

    public ObjectPool<CustomerBlock> Blocks { get; }

    /// <summary>The version as an entity tag (RFC 9110).</summary>
    public string ETag { get; }

    public static ScoringKit Of(ServedModel served) => Kits.GetValue(served, served => new ScoringKit(served));

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
