namespace ServerlessRetail.Models.Predictors;

/// <summary>
/// A predictor's part of the model file: 4 bytes each of kind (<see cref="PredictorKind"/>), width and outputs, then what
/// the kind writes.
/// </summary>
internal static class PredictorFile
{
    public static void Write(BinaryWriter writer, Predictor predictor)
    {
        writer.Write((int)predictor.Kind);
        writer.Write(predictor.Width);
        writer.Write(predictor.Outputs);
        predictor.Write(writer);
    }

    /// <exception cref="InvalidDataException">Damaged, or of a kind that this release does not know.</exception>
    public static Predictor Read(ref ModelFileReader reader)
    {
        var (kind, width, outputs) = ((PredictorKind)reader.Int32(), reader.Int32(), reader.Int32());
        return kind switch
        {
            PredictorKind.Linear => LinearPredictor.Read(ref reader, width, outputs),
            PredictorKind.Trees => TreesPredictor.Read(ref reader, width, outputs),
            PredictorKind.Network => NetworkPredictor.Read(ref reader, width, outputs),
            _ => throw new InvalidDataException($"The model file has a predictor of kind {(int)kind}, which this release does not know. Update the app."),
        };
    }
}
