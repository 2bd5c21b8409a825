using PostHogFeatureManagement.Caching;
using PostHogFeatureManagement.Flags.Remote;

namespace PostHogFeatureManagement.Tests.Flags.Remote;

[Trait("Promise", "RC-06")]
public sealed class RecentContextKeysTests
{
    private static readonly PostHogFeatureManagementOptions Options = new() { ProjectToken = "phc_test" };
    private readonly RemoteContextKey _keys = NewKeys();

    [Fact]
    public void Of_MoreCallersThanEntries_KeysStayCorrect()
    {
        PostHogContext[] callers =
        [
            .. Enumerable.Range(0, 10_000).Select(i => new PostHogContext($"user-{i}")),
            new("user-1") { DeviceId = "d" }, new("user-1") { AnonymousDistinctId = "d" }, new("user-1") { DeviceId = "d", AnonymousDistinctId = "d" },
        ];

        for (int round = 0; round < 2; round++)
        {
            Assert.All(callers, caller => Assert.Equal(NewKeys().Of(caller), _keys.Of(caller)));
        }
    }

    [Fact]
    public void Of_ListChangedLater_KeyStays()
    {
        var roles = new List<string> { "reader" };
        var caller = new PostHogContext("ada") { PersonProperties = new Dictionary<string, object?> { ["roles"] = roles } };
        CacheKey before = _keys.Of(caller);

        roles.Add("admin");

        Assert.Equal(before, _keys.Of(caller));
        Assert.NotEqual(before, _keys.Of(new PostHogContext("ada") { PersonProperties = caller.PersonProperties }));
    }

    [Fact]
    public void CanKeep_IdLongerThanPostHogAllows_ReturnsFalse()
    {
        string longest = new('x', 200);
        Assert.True(RecentContextKeys.CanKeep(new PostHogContext(longest) { DeviceId = longest, AnonymousDistinctId = longest }));
        Assert.False(RecentContextKeys.CanKeep(new PostHogContext(string.Concat(Enumerable.Repeat("😀", 200)))));
        Assert.False(RecentContextKeys.CanKeep(new PostHogContext("ada") { DeviceId = longest + "x" }));
        Assert.False(RecentContextKeys.CanKeep(new PostHogContext("ada") { AnonymousDistinctId = longest + "x" }));
    }

    private static RemoteContextKey NewKeys() => new(Options, new CacheHasher(secret: null));
}
