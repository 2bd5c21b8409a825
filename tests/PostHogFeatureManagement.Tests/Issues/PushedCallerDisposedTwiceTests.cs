namespace PostHogFeatureManagement.Tests.Issues;

/// <summary>Disposing a pushed caller a second time also removed the caller that had been pushed since.</summary>
[Trait("Promise", "ID-06")]
public sealed class PushedCallerDisposedTwiceTests
{
    [Fact]
    public void Dispose_SecondTime_ChangesNothing()
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
