using PostHogFeatureManagement.FeatureManagement.Snapshots;
using PostHogFeatureManagement.Identity;

namespace PostHogFeatureManagement.Tests.FeatureManagement.Snapshots;

[Trait("Promise", "FM-07")]
public sealed class SnapshotKeyTests
{
    [Fact]
    public void GetHashCode_SameCallerDifferentGroups_Differs() =>
        AssertSpread(static i => new PostHogContext { Groups = new Dictionary<string, PostHogGroup> { ["company"] = new($"company-{i}") } });

    [Fact]
    public void GetHashCode_AnonymousDifferentProperties_Differs() =>
        AssertSpread(static i => new PostHogContext { PersonProperties = new Dictionary<string, object?> { ["plan"] = "free", ["seats"] = i } });

    [Fact]
    public void GetHashCode_SameContentInOtherOrder_IsEqual()
    {
        var one = new PostHogContext("ada")
        {
            PersonProperties = new Dictionary<string, object?> { ["plan"] = null, ["seats"] = 3 },
            Groups = new Dictionary<string, PostHogGroup> { ["company"] = new("acme"), ["site"] = new("main") },
        };
        var other = new PostHogContext("ada")
        {
            PersonProperties = new Dictionary<string, object?> { ["seats"] = 3, ["plan"] = null },
            Groups = new Dictionary<string, PostHogGroup> { ["site"] = new("main"), ["company"] = new("acme") },
        };
        Assert.Equal(Key(one), Key(other));
        Assert.Equal(Key(one).GetHashCode(), Key(other).GetHashCode());
    }

    [Fact]
    [Trait("Promise", "ID-02")]
    public void Equals_OtherTrust_IsFalse() => Assert.NotEqual(Key(new("ada")), Key(new("ada"), CallerTrust.Claimed));

    private static void AssertSpread(Func<int, PostHogContext> caller)
    {
        int different = Enumerable.Range(0, 1_000).Select(i => Key(caller(i)).GetHashCode()).Distinct().Count();
        Assert.InRange(different, 990, 1_000);
    }

    private static SnapshotKey Key(PostHogContext caller, CallerTrust trust = CallerTrust.Authenticated) => new("beta", new Caller(caller, trust), origin: null);
}
