using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using ServerlessRetail.Scoring.Bulk;

namespace ServerlessRetail.Functions.Tests;

public sealed class QueueTriggerTests
{
    [Fact]
    public void Parts_are_taken_from_the_queue_that_the_library_sends_them_to()
    {
        var function = Assert.Single(ShellFunction.All, function => function.QueueTrigger is not null);

        Assert.Equal(
            (nameof(ScoreFilePart), PartMessages.QueueName, "DataStorage"),
            (function.Name, function.QueueTrigger!.QueueName, function.QueueTrigger.Connection));
    }

    [Fact]
    public void The_message_comes_with_the_number_of_its_deliveries() =>
        Assert.Equal(
            [typeof(QueueMessage), typeof(CancellationToken)],
            ShellFunction.Named(nameof(ScoreFilePart)).Method.GetParameters().Select(parameter => parameter.ParameterType));

    [Fact]
    public void An_instance_scores_one_part_at_a_time_and_the_run_is_ended_before_the_host_gives_up()
    {
        var queues = Repository.ReadJson("host.json")["extensions"]!["queues"]!;

        Assert.Equal((1, 0), ((int)queues["batchSize"]!, (int)queues["newBatchThreshold"]!));
        Assert.True((int)queues["maxDequeueCount"]! > new BulkOptions().MostDeliveries);
        Assert.Null(queues["messageEncoding"]);
        Assert.Equal(QueueMessageEncoding.Base64, PartMessages.CreateOptions().MessageEncoding);
    }
}
