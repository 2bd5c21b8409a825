using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using PostHogFeatureManagement.Caching;
using PostHogFeatureManagement.Flags.Remote;

namespace PostHogFeatureManagement.Tests.Flags.Remote;

[Trait("Promise", "RC-06")]
public class RemoteContextKeyTests
{
    private enum Plan
    {
        Free,
        Paid,
    }

    [Fact]
    public void Of_ValuesDifferentToPostHog_KeysDiffer()
    {
        using JsonDocument document = JsonDocument.Parse("""[{"a":1},{"a":2},[1],["1"],"text","1",1,1.5]""");
        object?[] values =
        [
            null, "", "1", 1, 1.5, "1.5", -1, true, false, "true", "null", "[]", Array.Empty<object>(), new object[] { 1 }, new object[] { "1" },
            new object[] { new object[] { 1 } }, new object?[] { null }, new object[] { 1, 2 }, new object[] { 12 }, new List<string> { "a", "b" },
            new List<string> { "ab" }, new byte[] { 1 }, new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc), new DateOnly(2026, 1, 1),
            new TimeOnly(1, 2, 3), new TimeOnly(1, 2, 4), new Uri("http://a/%41"), new Uri("http://a/A"), Guid.Empty, Plan.Paid + 40,
            document.RootElement[0], document.RootElement[1], document.RootElement[2], document.RootElement[3], document.RootElement[4],
        ];

        CacheKey[] keys = [.. values.Select(value => Key(With("p", value)))];

        Assert.All(keys.Index(), item => Assert.True(keys.IndexOf(item.Item) == item.Index, $"{values[item.Index]} is like {values[keys.IndexOf(item.Item)]}"));
    }

    [Fact]
    public void Of_ValuesEqualToPostHog_KeysAreEqual()
    {
        Assert.Equal(Key(With("p", 1)), Key(With("p", 1L)));
        Assert.Equal(Key(With("p", 1)), Key(With("p", 1.0)));
        Assert.Equal(Key(With("p", 1)), Key(With("p", Plan.Paid)));
        Assert.Equal(Key(With("p", Guid.Empty)), Key(With("p", Guid.Empty.ToString())));
        Assert.Equal(Key(With("p", new[] { "a" })), Key(With("p", new List<object> { "a" })));
    }

    [Fact]
    [Trait("Promise", "P29")]
    [Trait("Promise", "P30")]
    public void Of_AnyPartOfContextChanged_KeyChanges()
    {
        PostHogContext[] contexts =
        [
            new("ada"), new("Ada"), new("ada ") , new("bob"),
            new("ada") { DeviceId = "d" }, new("ada") { AnonymousDistinctId = "d" }, new("d") { DeviceId = "ada" },
            With("a", "b"), With("b", "a"), With("a", "b", "c", "d"), With("a", "bcd"), With("environment", "rc"), With("environment", "prod"),
            Group("company", "acme"), Group("acme", "company"), Group("company", "acme", "plan", "x"), Group("company", "acme", "plan", 1),
            new("ada") { Groups = new Dictionary<string, PostHogGroup> { ["a"] = new("1"), ["b"] = new("2") } },
            new("ada") { Groups = new Dictionary<string, PostHogGroup> { ["a"] = new("2"), ["b"] = new("1") } },
        ];

        CacheKey[] keys = [.. contexts.Select(context => Key(context))];

        Assert.Equal(keys.Length, keys.Distinct().Count());
    }

    [Fact]
    public void Of_SettingSentForAllCallersChanged_KeyChanges()
    {
        Action<PostHogFeatureManagementOptions>[] changes =
        [
            _ => { },
            options => options.ProjectToken = "phc_other",
            options => options.HostUrl = "https://eu.i.posthog.com",
            options => options.Client.DisableGeoIp = false,
            options => options.Definitions.EvaluationContexts = ["web"],
            options => options.Definitions.EvaluationContexts = ["web", "api"],
            options => options.Definitions.EvaluationContexts = ["webapi"],
            options => options.Cache.KeySecret = "secret",
            options => options.Cache.KeySecret = "other secret",
        ];

        CacheKey[] keys = [.. changes.Select(change => Key(new PostHogContext("ada"), change))];

        Assert.Equal(keys.Length, keys.Distinct().Count());
    }

    [Fact]
    public void Of_OtherOrder_KeyIsEqual()
    {
        Prop.ForAll(ArbMap.Default.ArbFor<Dictionary<NonNull<string>, int>>(), static pairs =>
        {
            KeyValuePair<string, object?>[] properties = [.. pairs.Select(pair => KeyValuePair.Create(pair.Key.Get, (object?)pair.Value))];
            return Key(Context(properties)) == Key(Context([.. properties.Reverse()]));
        }).QuickCheckThrowOnFailure();
        Assert.Equal(
            Key(new PostHogContext("ada"), options => options.Definitions.EvaluationContexts = ["web", "api"]),
            Key(new PostHogContext("ada"), options => options.Definitions.EvaluationContexts = ["api", "web", "api"]));
    }

    [Fact]
    public void Of_ListThatContainsItself_Ends()
    {
        var list = new List<object>();
        list.Add(list);

        Assert.Equal(Key(With("p", list)), Key(With("p", list)));
    }

    private static PostHogContext Context(KeyValuePair<string, object?>[] properties)
    {
        var ordered = new Dictionary<string, object?>();
        foreach ((string name, object? value) in properties)
        {
            ordered[name] = value;
        }

        return new PostHogContext("ada")
        {
            PersonProperties = ordered,
            Groups = ordered.ToDictionary(pair => pair.Key, pair => new PostHogGroup("key", ordered)),
        };
    }

    private static PostHogContext With(params object?[] namesAndValues) => new("ada")
    {
        PersonProperties = namesAndValues.Chunk(2).ToDictionary(pair => (string)pair[0]!, pair => pair[1]),
    };

    private static PostHogContext Group(string type, string key, params object?[] namesAndValues) => new("ada")
    {
        Groups = new Dictionary<string, PostHogGroup> { [type] = new(key, With(namesAndValues).PersonProperties) },
    };

    private static CacheKey Key(PostHogContext context, Action<PostHogFeatureManagementOptions>? configure = null)
    {
        var options = new PostHogFeatureManagementOptions { ProjectToken = "phc_test" };
        configure?.Invoke(options);
        return new RemoteContextKey(options, new CacheHasher(options.Cache.KeySecret)).Of(context);
    }
}
