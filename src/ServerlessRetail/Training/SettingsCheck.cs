using ServerlessRetail.Datasets;
using ServerlessRetail.Training.Selection;

namespace ServerlessRetail.Training;

/// <summary>Reads model.json and refuses what is wrong in it whatever the file holds, so that it is told before there is any data.</summary>
internal static class SettingsCheck
{
    /// <exception cref="RejectedException">With <see cref="RejectionReasons.InvalidSettings"/>.</exception>
    public static ModelSettings Read(ReadOnlyMemory<byte> json)
    {
        var settings = ModelSettingsReader.Read(json);
        TrainerCatalog.Check(settings);
        if (settings.Task is { } task)
            RequireTrainers(settings, task);
        return settings;
    }

    /// <summary>Refuses trainers that cannot learn the label.</summary>
    /// <exception cref="RejectedException">With <see cref="RejectionReasons.InvalidSettings"/>.</exception>
    public static void RequireTrainers(ModelSettings settings, ModelTask task) =>
        _ = TrainerCatalog.Candidates(settings, new DataSize(task, Rows: 1, Slots: 1), rarerShare: 1);
}
