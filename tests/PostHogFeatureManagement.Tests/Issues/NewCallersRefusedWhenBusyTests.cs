using PostHogFeatureManagement.Tests.Resilience;

namespace PostHogFeatureManagement.Tests.Issues;

/// <summary>
/// When more new callers came at once than may be in flight, the others were refused although PostHog was healthy: of 300, 236 got the answer "off".
/// </summary>
[Trait("Promise", "RS-07")]
public sealed class NewCallersRefusedWhenBusyTests
{
    private const int Callers = 200;

    [Fact]
    public async Task GetFlagAsync_TwoHundredNewCallers_AllAnsweredByPostHog()
    {
        await using var outage = new Outage(("PostHog:SecretKey", ""));
        outage.PostHog.Become(Behaviours.After(TimeSpan.FromMilliseconds(150), Behaviours.Well));
        Task<FlagResult>[] checks = [.. Enumerable.Range(0, Callers).Select(number => outage.StartAsync(new PostHogContext($"caller-{number}")))];

        Waited<FlagResult[]> all = await outage.WaitAsync(Task.WhenAll(checks));

        Assert.All(all.Answer, static result => Assert.Equal((FlagSource.Remote, "old"), (result.Source, result.Variant)));
        Assert.Equal(Callers, outage.PostHog.Count);
        Assert.Equal(0, outage.Evaluation.Overloaded);
    }
}
