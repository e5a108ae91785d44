using ServerlessRetail.Training.Trainers.Trees;

namespace ServerlessRetail.Tests.Training.Trainers.Trees;

public sealed class LightGbmProbeTests
{
    [Fact]
    public void LightGbm_is_taken_where_it_loads() => Assert.Equal(new LightGbmProbe(BoostingEngine.LightGbm, null), LightGbmProbe.Probe(_ => true));

    [Fact]
    public void FastTree_steps_in_where_nothing_loads_and_the_missing_library_is_named()
    {
        var probe = LightGbmProbe.Probe(_ => false);

        Assert.Equal(BoostingEngine.FastTree, probe.Engine);
        Assert.Contains(OperatingSystem.IsLinux() ? "libgomp.so.1" : "native library", probe.Detail);
    }

    [Fact]
    public void Where_only_lightgbm_itself_is_missing_that_is_said()
    {
        var probe = LightGbmProbe.Probe(library => library == "libgomp.so.1");

        Assert.Equal(BoostingEngine.FastTree, probe.Engine);
        Assert.Contains("no build", probe.Detail);
    }

    [Fact]
    public void A_trainer_grows_with_what_was_found_unless_told()
    {
        Assert.Equal(LightGbmProbe.Result.Engine, new BoostedTreesTrainer().Engine);
        Assert.Equal(BoostingEngine.FastTree, new BoostedTreesTrainer(engine: BoostingEngine.FastTree).Engine);
    }
}
