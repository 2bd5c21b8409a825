using PostHogFeatureManagement.Identity;
using PostHogFeatureManagement.Tests.Identity;

namespace PostHogFeatureManagement.Tests.Issues;

/// <summary>
/// A cookie with a member whose name is JSON but not text made every check log an error that blamed the application, and a check with the request as context
/// threw.
/// </summary>
[Trait("Promise", "SC-03")]
public sealed class OddCookieMemberThrowsTests
{
    [Theory]
    [InlineData("""{"distinct_id":"u1","\ud800\ud800\ud800":1}""")]
    [InlineData("""{"\ud800\ud800\ud800":{"a":["\ud800"]},"distinct_id":"u1"}""")]
    [InlineData("""{"distinct_\ud8000":"u2","distinct_id":"u1"}""")]
    [InlineData("""{"distinct_id":"u1","$device_id":"\ud800"}""")]
    [InlineData("""{"distinct_id":"u1","$device_id":["x"],"$user_state":{}}""")]
    public async Task FindAsync_OddMember_IsPassedOver(string cookie)
    {
        using var probe = new ChainProbe();

        Caller caller = await probe.FindAsync(cookie: cookie);

        Assert.Equal(("u1", (string?)null), (caller.Context.DistinctId, caller.Context.DeviceId));
        Assert.Empty(probe.Log.Entries);
    }

    [Fact]
    public async Task FindAsync_RandomCookies_NeverFailOrLog()
    {
        using var probe = new ChainProbe();
        string[] parts =
        [
            "{", "}", "[", "]", "\"", ":", ",", "\\", "\\ud800", "\\u0024", "\ud800", "\udc00", "distinct_id", "$device_id", "$user_state", "null", "1e9", "%", "%7B", " ",
            "\0", ";", "=",
        ];
        var random = new Random(61);

        for (int i = 0; i < 5_000; i++)
        {
            string cookie = string.Concat(Enumerable.Range(0, random.Next(30)).Select(_ => parts[random.Next(parts.Length)]));
            await probe.FindAsync(cookie: cookie);
            await probe.FindAsync(ChainProbe.User("anna"), $$"""{"distinct_id":"u1",{{cookie}}}""");
        }

        Assert.Empty(probe.Log.Entries);
    }
}
