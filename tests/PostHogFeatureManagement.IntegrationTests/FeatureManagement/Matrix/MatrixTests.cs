using PostHogFeatureManagement.IntegrationTests.Support;

namespace PostHogFeatureManagement.IntegrationTests.FeatureManagement.Matrix;

/// <summary>Every entry point × every registration × every mode × every kind of flag.</summary>
public sealed class MatrixTests(MatrixHosts hosts) : IClassFixture<MatrixHosts>
{
    public static IEnumerable<TheoryDataRow<string, bool, bool, FlagKind>> Cells =>
        from entryPoint in EntryPoint.All
        from scoped in new[] { false, true }
        from remote in new[] { false, true }
        from kind in Enum.GetValues<FlagKind>()
        select new TheoryDataRow<string, bool, bool, FlagKind>(entryPoint.Name, scoped, remote, kind).WithTrait("Promise", entryPoint.Promise);

    [Theory]
    [MemberData(nameof(Cells))]
    [Trait("Promise", "FM-01")]
    public async Task EntryPoint_AnyFlag_AnswersLikePostHog(string entryPoint, bool scoped, bool remote, FlagKind kind)
    {
        EntryPoint point = EntryPoint.All.Single(candidate => candidate.Name == entryPoint);
        GateHost host = await hosts.GetAsync(scoped, remote);

        string answer = await point.AskAsync(host, kind);

        Assert.Equal(point.Expect(FlagCase.Of(kind)), answer);
        Assert.Empty(host.Logs.Troubles);
    }

    [Fact]
    public void Cells_Always_CoverEveryCombination()
    {
        const int EntryPoints = 31;
        const int Registrations = 2;
        const int Modes = 2;
        const int Kinds = 9;

        Assert.Equal(EntryPoints * Registrations * Modes * Kinds, Cells.Select(cell => cell.Data).Distinct().Count());
        Assert.Equal(
            ["FM-02", "FM-03", "FM-04", "FM-05", "FM-06", "FM-07", "FM-08", "FM-09", "FM-12"],
            EntryPoint.All.Select(entryPoint => entryPoint.Promise).Distinct().Order());
    }
}
