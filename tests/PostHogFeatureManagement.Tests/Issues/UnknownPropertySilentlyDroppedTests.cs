using System.Collections;
using System.Collections.Frozen;
using System.Text.Json.Nodes;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Issues;

/// <summary>
/// A set, a LINQ query, a JSON node or a list of the application's own as a property was compared in this process but not sent, or neither, and nothing said so.
/// </summary>
[Trait("Promise", "EV-03")]
public sealed class UnknownPropertySilentlyDroppedTests
{
    private const string HasBeta = """[{"type":"person","key":"tags","operator":"icontains","value":"beta"}]""";

    public static TheoryData<object> Sequences =>
    [
        new HashSet<string> { "alpha", "beta" }, FrozenSet.Create("beta"),
        new TheoryDataRow<object>(new[] { "alpha", "beta" }.Where(static tag => tag.Length > 3)), new OwnList(),
        new JsonArray("alpha", "beta"), JsonValue.Create("beta"), new Queue<object>(["beta", 1]), new SortedSet<string> { "beta" },
    ];

    [Theory]
    [MemberData(nameof(Sequences), DisableDiscoveryEnumeration = true)]
    public async Task GetFlagAsync_KnownValues_AreComparedAndSent(object tags)
    {
        await using var library = new Library(new StubHandler().Json(Library.Definitions(Library.Flag("beta", HasBeta))).Flags("remote"));
        await library.RefreshAsync();
        PostHogContext caller = Caller(tags);

        FlagResult local = await library.Flags.GetFlagAsync("beta", caller, new FlagCallOptions { LocalOnly = true }, TestContext.Current.CancellationToken);
        string sent = await SentAsync(caller);

        Assert.True(local.IsEnabled);
        Assert.Contains("beta", sent, StringComparison.Ordinal);
        Assert.Equal(0, library.Logs.CountOf(LogEvents.PropertyLeftOut));
    }

    public static TheoryData<object> Others =>
        ['c', TimeSpan.FromSeconds(1), new Dictionary<string, object> { ["a"] = 1 }, new OrderId(7), new[] { new OrderId(7) }, double.NaN];

    [Theory]
    [MemberData(nameof(Others), DisableDiscoveryEnumeration = true)]
    public async Task GetFlagAsync_OtherValues_CountAsMissingEverywhereAndAreNamedOnce(object tags)
    {
        await using var library = new Library(new StubHandler().Json(Library.Definitions(Library.Flag("beta", HasBeta))));
        await library.RefreshAsync();
        PostHogContext caller = Caller(tags);
        var local = new FlagCallOptions { LocalOnly = true };

        FlagResult undecided = await library.Flags.GetFlagAsync("beta", caller, local, TestContext.Current.CancellationToken);
        FlagCallOptions isAll = local with { PropertiesAreComplete = true };
        FlagResult complete = await library.Flags.GetFlagAsync("beta", caller, isAll, TestContext.Current.CancellationToken);
        await library.Flags.GetAllFlagsAsync(caller, local, TestContext.Current.CancellationToken);

        Assert.Equal(FlagReason.MissingProperty, undecided.Reason);
        Assert.Equal((true, false), (complete.HasValue, complete.IsEnabled));
        Assert.DoesNotContain("tags", await SentAsync(caller), StringComparison.Ordinal);
        Assert.Equal(1, library.Logs.CountOf(LogEvents.PropertyLeftOut));
    }

    [Fact]
    public async Task GetFlagAsync_GroupPropertyLeftOut_IsNamed()
    {
        await using var library = new Library(new StubHandler());
        var group = new PostHogGroup("acme", new Dictionary<string, object?> { ["founded"] = TimeSpan.Zero });
        var caller = new PostHogContext("ada") { Groups = new Dictionary<string, PostHogGroup> { ["company"] = group } };

        await library.Flags.GetFlagAsync("beta", caller, new FlagCallOptions { LocalOnly = true }, TestContext.Current.CancellationToken);

        Assert.Equal(1, library.Logs.CountOf(LogEvents.PropertyLeftOut));
    }

    private static async Task<string> SentAsync(PostHogContext caller)
    {
        await using var library = new Library(new StubHandler().Flags("beta"), ("PostHog:SecretKey", ""));
        await library.Flags.GetFlagAsync("beta", caller, cancellationToken: TestContext.Current.CancellationToken);
        return library.PostHog.Requests[0].Body;
    }

    private static PostHogContext Caller(object tags) => new("ada") { PersonProperties = new Dictionary<string, object?> { ["tags"] = tags } };

    private readonly record struct OrderId(int Number);

    private sealed class OwnList : IReadOnlyList<string>
    {
        public int Count => 1;

        public string this[int index] => "beta";

        public IEnumerator<string> GetEnumerator() => ((IEnumerable<string>)["beta"]).GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
