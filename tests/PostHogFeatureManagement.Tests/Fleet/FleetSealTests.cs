using PostHogFeatureManagement.Configuration;
using PostHogFeatureManagement.Fleet;

namespace PostHogFeatureManagement.Tests.Fleet;

[Trait("Promise", "RS-05")]
public sealed class FleetSealTests
{
    private static readonly byte[] Notes = [1, 2, 3];

    [Fact]
    [Trait("Promise", "SC-01")]
    public void Name_ProjectHostAndSecret_SeparateFleetsWithoutRevealingThem()
    {
        string name = Seal().Name;

        Assert.Matches("^posthog:breaker:[0-9a-f]{24}$", name);
        Assert.NotEqual(name, Seal(token: "phc_other").Name);
        Assert.NotEqual(name, Seal(host: "https://eu.i.posthog.com").Name);
        Assert.NotEqual(name, Seal(secret: "one").Name);
        Assert.NotEqual(Seal(secret: "two").Name, Seal(secret: "one").Name);
        Assert.Equal(Seal(secret: "one").Name, Seal(secret: "one").Name);
    }

    /// <summary>In a rolling upgrade, instances with another format of definitions share none, but still hear of open circuits.</summary>
    [Fact]
    [Trait("Promise", "DF-04")]
    public void Name_FormatOfDefinitions_SeparatesDefinitionsOnly()
    {
        var project = new PostHogProject("https://us.i.posthog.com", "phc_x");
        var now = new FleetScope(project, new PostHogCacheOptions());
        var next = new FleetScope(project, new PostHogCacheOptions(), FleetScope.DefinitionsFormat + 1);

        Assert.NotEqual(now.Definitions("head").Name, next.Definitions("head").Name);
        Assert.Equal(now.CircuitNotes.Name, next.CircuitNotes.Name);
    }

    /// <summary>Instances of earlier versions find the notes of this one.</summary>
    [Fact]
    public void Name_NoSecret_IsAsReleased() => Assert.Equal("posthog:breaker:c5ae52c20eb83b0cce1ef8df", Seal().Name);

    [Fact]
    public void Open_NoSecret_ReturnsBytesAsTheyAre()
    {
        Assert.Equal(Notes, Seal().Close(Notes));
        Assert.Equal(Notes, Seal().Open(Notes).ToArray());
        Assert.Empty(Seal().Open(null).ToArray());
    }

    [Fact]
    public void Open_SealedWithSameSecret_ReturnsNotes() => Assert.Equal(Notes, Seal(secret: "one").Open(Seal(secret: "one").Close(Notes)).ToArray());

    [Fact]
    public void Open_AnyBitChanged_ReturnsNothing()
    {
        FleetSeal seal = Seal(secret: "one");
        byte[] closed = seal.Close(Notes);
        for (int bit = 0; bit < closed.Length * 8; bit++)
        {
            byte[] changed = [.. closed];
            changed[bit / 8] ^= (byte)(1 << (bit % 8));

            Assert.Empty(seal.Open(changed).ToArray());
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("010203")]
    public void Open_NoSeal_ReturnsNothing(string? hex) =>
        Assert.Empty(Seal(secret: "one").Open(hex is null ? null : Convert.FromHexString(hex)).ToArray());

    [Fact]
    public void Open_SealedForOtherProject_ReturnsNothing() =>
        Assert.Empty(Seal(secret: "one").Open(Seal(secret: "one", token: "phc_other").Close(Notes)).ToArray());

    private static FleetSeal Seal(string? secret = null, string host = "https://us.i.posthog.com", string token = "phc_x") =>
        new FleetScope(new PostHogProject(host, token), new PostHogCacheOptions { KeySecret = secret }).CircuitNotes;
}
