using ServerlessRetail.Scoring;

namespace ServerlessRetail.Tests.Scoring;

public sealed class RehearsalTests
{
    [Fact]
    public void Scores_its_customer_with_reasons_and_finds_nothing_wrong_with_it()
    {
        var result = Rehearsal.Run();

        Assert.InRange(result.Probability!.Value, 0.01, 0.99);
        Assert.Equal(3, result.Reasons!.Count);
        Assert.All(result.Reasons, reason => Assert.NotEqual(0, reason.Contribution));
        Assert.Empty(result.Warnings ?? []);
        Assert.Null(result.Error);
    }
}
