using ServerlessRetail.Datasets;
using ServerlessRetail.Models;
using ServerlessRetail.Training.Selection;

namespace ServerlessRetail.Tests.Training.Selection;

public sealed class SelectionLossTests
{
    [Fact]
    public void Of_two_classes_it_is_the_log_loss_even_of_extreme_scores()
    {
        var loss = new SelectionLoss(ModelTask.Binary, LabelScale.Linear);

        Assert.Equal(Math.Log(2), loss.Of([0.0, 0], [1, 0]), 12);
        Assert.Equal(500, loss.Of([1000.0, 1000], [1, 0]), 9);
        Assert.Equal(0, loss.Of([1e300, -1e300], [1, 0]), 12);
    }

    [Fact]
    public void Of_several_classes_it_is_the_log_loss_of_the_softmax() =>
        Assert.Equal(Math.Log(3), new SelectionLoss(ModelTask.Multiclass, LabelScale.Linear).Of([5.0, 5, 5, 1, 1, 1], [2, 0]), 12);

    [Fact]
    public void Of_numbers_it_is_the_root_mean_squared_error() =>
        Assert.Equal(5, new SelectionLoss(ModelTask.Regression, LabelScale.Linear).Of([13.0, 4, 5], [10, 8, (float)(5 + Math.Sqrt(50))]), 5);

    [Fact]
    public void Logarithms_are_judged_in_the_labels_unit_after_their_bias_is_taken_off()
    {
        var loss = new SelectionLoss(ModelTask.Regression, LabelScale.Log);
        float[] labels = [0, 9, 99];
        double[] halved = [.. labels.Select(label => Math.Log((label + 1.0) / 2))];

        Assert.Equal(Math.Log(2), SelectionLoss.LogOffset(halved, labels), 12);
        Assert.Equal(0, loss.Of(halved, labels), 9);
    }
}
