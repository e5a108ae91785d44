namespace ServerlessRetail.Training.Trainers.Trees;

/// <summary>What grows boosted trees.</summary>
public enum BoostingEngine
{
    /// <summary>LightGBM, native.</summary>
    LightGbm,

    /// <summary>ML.NET's FastTree, managed: where LightGBM's native parts do not load.</summary>
    FastTree,
}
