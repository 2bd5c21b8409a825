namespace PostHogFeatureManagement.Tests.Issues;

/// <summary>A pushed caller whose scope was ended a second time took along the caller that had been pushed in the meantime.</summary>
[Trait("Promise", "ID-06")]
public sealed class ScopeEndedTwiceTests
{
    [Fact]
    public void Dispose_ASecondTime_ChangesNothing()
    {
        IDisposable earlier = PostHogContext.BeginScope(new PostHogContext("earlier"));
        earlier.Dispose();
        Assert.Null(PostHogContext.Pushed);

        using (PostHogContext.BeginScope(new PostHogContext("later")))
        {
            earlier.Dispose();

            Assert.Equal("later", PostHogContext.Pushed?.DistinctId);
        }

        Assert.Null(PostHogContext.Pushed);
    }
}
