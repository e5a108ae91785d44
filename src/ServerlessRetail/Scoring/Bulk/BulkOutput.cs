using Azure;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using ServerlessRetail.Storage;

namespace ServerlessRetail.Scoring.Bulk;

/// <summary>
/// The scores of one run on their way into one block blob. Nothing can be seen of them before all blocks are committed
/// together; until then an earlier result of the same name stays. Whatever makes staged blocks vanish (another run's commit,
/// a week without one) makes their parts undone again.
/// </summary>
internal sealed class BulkOutput(DataStorage storage, string run, BulkPlan plan)
{
    private readonly BlockBlobClient _blob = storage.Scores.GetBlockBlobClient(plan.Output);

    /// <summary>Eight hexadecimal digits out of the run's id.</summary>
    public string RunKey { get; } = run.Split('-')[1];

    public async Task StageAsync(PartBlock block, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        using var stream = BinaryData.FromBytes(content).ToStream();
        await _blob.StageBlockAsync(block.Id, stream, cancellationToken: cancellationToken);
    }

    /// <summary>Looks at what is staged or already committed.</summary>
    public async Task<BulkProgress> ReadProgressAsync(CancellationToken cancellationToken)
    {
        try
        {
            BlockList blocks = await _blob.GetBlockListAsync(BlockListTypes.All, cancellationToken: cancellationToken);
            return BulkProgress.Of(plan.Parts.Count, Ours(blocks.CommittedBlocks), Ours(blocks.UncommittedBlocks));
        }
        catch (RequestFailedException exception) when (exception.Status == 404)
        {
            return BulkProgress.Of(plan.Parts.Count, [], []);
        }
    }

    /// <summary>Makes the scores visible, all at once.</summary>
    /// <returns>False where blocks have vanished since the look at them.</returns>
    public async Task<bool> TryCommitAsync(BulkProgress progress, CancellationToken cancellationToken)
    {
        var options = new CommitBlockListOptions
        {
            HttpHeaders = new BlobHttpHeaders { ContentType = "text/csv; charset=utf-8; header=present" },
            Metadata = new Dictionary<string, string> { ["version"] = plan.Version, ["run"] = run },
        };
        try
        {
            await _blob.CommitBlockListAsync(progress.Blocks.Select(block => block.Id), options, cancellationToken);
            return true;
        }
        catch (RequestFailedException exception) when (exception.ErrorCode == BlobErrorCode.InvalidBlockList)
        {
            return false;
        }
    }

    private IEnumerable<PartBlock> Ours(IEnumerable<BlobBlock> blocks) =>
        blocks.Select(block => PartBlock.Parse(block.Name)).OfType<PartBlock>().Where(block => block.RunKey == RunKey);
}
