using System.Text;
using PostHogFeatureManagement.Definitions;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Definitions;

[Trait("Promise", "DF-01")]
public sealed class DefinitionsInstallerTests
{
    private static readonly DefinitionsContent One = Content(Library.Flag("beta"));
    private static readonly DefinitionsContent Two = Content(Library.Flag("beta"), Library.Flag("gamma"));

    [Fact]
    public async Task InstallFromServer_NewBytes_GetANewGeneration()
    {
        await using var library = new Library(new StubHandler());

        DefinitionsInstallation first = Installer(library).InstallFromServer(One);
        DefinitionsInstallation second = Installer(library).InstallFromServer(Two);

        Assert.Equal((true, true), (first.HasChanged, second.HasChanged));
        Assert.Equal((2, DefinitionsSource.Server, FlagSource.Local), Installed(library));
        Assert.Same(Two, library.Store.Latest!.Content);
    }

    [Fact]
    public async Task InstallFromServer_SameBytesWithNewETag_KeepFlagsAndGeneration()
    {
        await using var library = new Library(new StubHandler());
        Installer(library).InstallFromServer(One);
        DefinitionsSnapshot first = library.Store.Latest!;

        DefinitionsInstallation second = Installer(library).InstallFromServer(One with { ETag = "\"v2\"" });

        Assert.False(second.HasChanged);
        Assert.Same(first.FlagSet, library.Store.Latest!.FlagSet);
        Assert.Equal((1, "\"v2\""), (library.Store.Latest.Generation, library.Store.Latest.Content.ETag));
        Assert.Equal(1, library.Logs.CountOf(LogEvents.DefinitionsLoaded));
    }

    [Fact]
    public async Task InstallFromServer_ConfirmsAFile_BecomesTheServersWithoutCompiling()
    {
        await using var library = new Library(new StubHandler());
        Installer(library).Install(One, generation: 0, DefinitionsSource.File);
        Assert.Equal((0, DefinitionsSource.File, FlagSource.File), Installed(library));
        DefinitionsSnapshot file = library.Store.Latest!;

        DefinitionsInstallation confirmed = Installer(library).InstallFromServer(One);

        Assert.False(confirmed.HasChanged);
        Assert.Same(file.FlagSet, library.Store.Latest!.FlagSet);
        Assert.Equal((1, DefinitionsSource.Server, FlagSource.Local), Installed(library));
    }

    [Theory]
    [InlineData(0, DefinitionsSource.File)]
    [InlineData(0, DefinitionsSource.Bootstrap)]
    [InlineData(4, DefinitionsSource.Shared)]
    public async Task Install_OlderContent_IsNotTaken(long generation, DefinitionsSource source)
    {
        await using var library = new Library(new StubHandler());
        Installer(library).Install(One, generation: 5, DefinitionsSource.Shared);

        DefinitionsInstallation older = Installer(library).Install(Two, generation, source);

        Assert.False(older.HasChanged);
        Assert.Equal((5, DefinitionsSource.Shared, FlagSource.Local), Installed(library));
    }

    [Fact]
    public async Task InstallFromServer_AfterAHigherSharedGeneration_IsHigherStill()
    {
        await using var library = new Library(new StubHandler());
        Installer(library).Install(One, generation: 41, DefinitionsSource.Shared);

        Installer(library).InstallFromServer(Two);

        Assert.Equal((42, DefinitionsSource.Server, FlagSource.Local), Installed(library));
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{\"flags\":[null]}")]
    [Trait("Promise", "FM-20")]
    public async Task Install_Unreadable_SaysWhyAndKeepsTheLastGoodSet(string body)
    {
        await using var library = new Library(new StubHandler());
        Installer(library).InstallFromServer(One);

        DefinitionsInstallation broken = Installer(library).InstallFromServer(DefinitionsContent.Of(Encoding.UTF8.GetBytes(body), null, default));

        Assert.StartsWith("Expected", broken.Error, StringComparison.Ordinal);
        Assert.Same(One, library.Store.Latest!.Content);
    }

    private static DefinitionsInstaller Installer(Library library) => library.Get<DefinitionsInstaller>();

    private static (long, DefinitionsSource, FlagSource) Installed(Library library) =>
        library.Store.Latest is { } latest ? (latest.Generation, latest.Source, latest.AnswerSource) : default;

    private static DefinitionsContent Content(params string[] flags) =>
        DefinitionsContent.Of(Encoding.UTF8.GetBytes(Library.Definitions(flags)), etag: null, DateTimeOffset.UnixEpoch);
}
