namespace PostHogFeatureManagement.Testing.Tests;

/// <summary>Assertions say what happened instead.</summary>
[Trait("Promise", "EM-04")]
public sealed class PostHogExposuresTests(ShopFactory shop) : IClassFixture<ShopFactory>
{
    [Fact]
    public async Task Assertions_Fail_SayWhatHappenedInstead()
    {
        await using PostHogTest posthog = shop.StartPostHogTest();
        PostHogExposures exposures = posthog.Exposures;
        Assert.Equal("Expected one exposure of beta=true. The exposures of this test: none.", Failure(() => exposures.Single("beta", "true")));

        exposures.Add(new PostHogExposure("beta", "false", "anna"));
        exposures.Add(new PostHogExposure("beta", "false", "anna"));
        exposures.Add(new PostHogExposure("headline", null, null));

        Assert.Equal("Expected one exposure of beta=true. The exposures of this test: beta=false for anna, headline=(no value).", Failure(() => exposures.Single("beta", "true")));
        Assert.StartsWith("Expected one exposure of beta for ben.", Failure(() => exposures.Single("beta", distinctId: "ben")), StringComparison.Ordinal);
        Assert.StartsWith("Expected no exposure of BETA.", Failure(() => exposures.None("BETA")), StringComparison.Ordinal);
        Assert.StartsWith("Expected no exposures.", Failure(() => exposures.Exactly()), StringComparison.Ordinal);
        Assert.StartsWith("Expected beta=true.", Failure(() => exposures.Exactly(("beta", "true"))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Assertions_Hold_ReturnTheExposure()
    {
        await using PostHogTest posthog = shop.StartPostHogTest();
        posthog.Exposures.Add(new PostHogExposure("beta", "true", "anna"));
        posthog.Exposures.Add(new PostHogExposure("beta", "true", "ben"));

        Assert.Equal(new PostHogExposure("beta", "true", "ben"), posthog.Exposures.Single("Beta", "true", "ben"));
        Assert.Throws<PostHogTestException>(() => posthog.Exposures.Single("beta"));
        posthog.Exposures.None("other");
        posthog.Exposures.Exactly(("beta", "true"), ("beta", "true"));
        Assert.Equal((2, "anna"), (posthog.Exposures.Count, posthog.Exposures[0].DistinctId));
    }

    private static string Failure(Action assert) => Assert.Throws<PostHogTestException>(assert).Message;
}
