using System.Text.Json;
using PostHogFeatureManagement.Configuration;
using PostHogFeatureManagement.Flags.Remote;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Explain;

[Trait("Promise", "OP-03")]
[Trait("Promise", "EV-10")]
public sealed class FlagExplainerTests
{
    private const string Email = "anna@example.com";
    private const string NeedsPlan = """[{"key":"plan","type":"person","operator":"exact","value":["enterprise"]}]""";

    private static readonly PostHogContext Anna = new(Email)
    {
        PersonProperties = new Dictionary<string, object?> { ["plan"] = "very-private", ["seats"] = 12 },
    };

    [Fact]
    public async Task Explain_LocalFlag_SaysWhichConditionAndWhy()
    {
        await using Library library = await LocalAsync(Library.Flag("beta"), Library.Flag("plan", NeedsPlan));

        JsonElement on = Read(await ExplainAsync(library, "beta"));
        JsonElement off = Read(await ExplainAsync(library, "plan"));

        Assert.Equal("The flag is on, because condition 1 matches.", on.GetProperty("summary").GetString());
        Assert.Equal("The flag is off, because condition 1, the only one, does not match.", off.GetProperty("summary").GetString());
        Assert.Equal(0, Layer(on, "local").GetProperty("decidedBy").GetProperty("condition").GetInt32());
        JsonElement filter = Layer(off, "local").GetProperty("conditions")[0].GetProperty("filters")[0];
        Assert.Equal(
            """{"type":"person","key":"plan","operator":"exact","operand":["enterprise"],"value":{"given":true,"kind":"string","length":12},"outcome":"no"}""",
            filter.GetRawText());
    }

    [Fact]
    public async Task Explain_Default_ShowsNeitherIdsNorValues()
    {
        await using Library library = await LocalAsync(Library.Flag("plan", NeedsPlan));

        string hidden = (await ExplainAsync(library, "plan")).ToJson();
        string shown = (await ExplainAsync(library, "plan", new ExplainOptions { ShowValues = true })).ToJson();

        Assert.DoesNotContain(Email, hidden, StringComparison.Ordinal);
        Assert.DoesNotContain("very-private", hidden, StringComparison.Ordinal);
        Assert.Contains("sha256:", hidden, StringComparison.Ordinal);
        Assert.Contains(Email, shown, StringComparison.Ordinal);
        Assert.Contains("very-private", shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Explain_Twice_LeavesNoTrace()
    {
        await using Library library = await LocalAsync(Library.Flag("beta"), Library.Flag("undecided", """[{"key":"unknown","type":"person","value":"x"}]"""));
        int requests = library.PostHog.Count;
        library.Store.Activity.Take();

        FlagExplanation decided = await ExplainAsync(library, "beta");
        FlagExplanation undecided = await ExplainAsync(library, "undecided");

        Assert.Equal((true, false), (decided.IsCertain, undecided.IsCertain));
        Assert.StartsWith("A check would now ask PostHog's servers, because it needs a property that is not known.", undecided.Summary, StringComparison.Ordinal);
        Assert.Equal(requests, library.PostHog.Count);
        Assert.False(library.Store.Activity.Take());
        Assert.False(Read(decided).GetProperty("exposure").GetProperty("alreadySent").GetBoolean());
    }

    [Fact]
    public async Task Explain_CachedAnswer_SaysHowOldItIs()
    {
        await using var library = new Library(new StubHandler().Flags("beta"), ("PostHog:SecretKey", ""));
        await library.Flags.GetFlagAsync("beta", Anna);
        library.Clock.Advance(TimeSpan.FromSeconds(14));

        FlagExplanation explanation = await ExplainAsync(library, "beta");
        JsonElement missing = Read(await ExplainAsync(library, "gone"));

        JsonElement cache = Layer(Read(explanation), "cache");
        Assert.Equal((FlagSource.Cache, true), (explanation.Answer.Source, explanation.Answer.IsEnabled));
        Assert.Equal(("answered", 14.0, "fresh"), (cache.GetProperty("outcome").GetString(), cache.GetProperty("ageSeconds").GetDouble(), cache.GetProperty("freshness").GetString()));
        Assert.Equal("none", Layer(missing, "cache").GetProperty("outcome").GetString());
        Assert.Equal(1, library.PostHog.Count);
    }

    [Fact]
    public async Task Explain_AskPostHog_ComparesAndKeepsNothing()
    {
        await using Library library = await LocalAsync(Library.Flag("beta"));
        library.PostHog.Json("""{"flags":{"beta":{"key":"beta","enabled":false,"reason":{"code":"no_condition_match"}}},"errorsWhileComputingFlags":false}""");

        FlagExplanation explanation = await ExplainAsync(library, "beta", new ExplainOptions { AskPostHog = true });

        JsonElement remote = Read(explanation).GetProperty("alternatives").GetProperty("remote");
        Assert.Equal((false, false), (remote.GetProperty("value").GetBoolean(), remote.GetProperty("agrees").GetBoolean()));
        Assert.True(explanation.Answer.IsEnabled);
        Assert.Equal(2, library.PostHog.Count);
        Assert.Null(library.Get<RemoteFlags>().Peek(Anna).Kept);
    }

    [Fact]
    public async Task Explain_ConfiguredFlag_SaysSo()
    {
        await using var library = new Library(
            new StubHandler().Json(Library.Definitions(Library.Flag("beta"))),
            ("FeatureManagement:only-configured", "true"),
            ("FeatureManagement:beta", "false"),
            ("PostHog:FeatureManagement:PrecedenceByFlag:beta", "ConfigurationFirst"));
        await library.RefreshAsync();

        FlagExplanation only = await ExplainAsync(library, "only-configured");
        FlagExplanation first = await ExplainAsync(library, "beta");
        FlagExplanation none = await ExplainAsync(library, "nowhere");

        Assert.Equal("The flag is on, because the application's configuration says so. PostHog has no value: PostHog does not have it.", only.Summary);
        Assert.Equal("The flag is off, because the application's configuration comes first.", first.Summary);
        Assert.Equal(["trust", "override", "configuration", "local", "cache", "remote", "default"], Layers(first));
        Assert.Equal(JsonValueKind.Array, Layer(Read(first), "local").GetProperty("conditions").ValueKind);
        Assert.Equal("The flag is off, because no layer has a value: PostHog does not have it.", none.Summary);
    }

    [Fact]
    public async Task Explain_UntrustedCallerOrSwitchedOff_SaysSo()
    {
        await using Library library = await LocalAsync([Library.Flag("beta")], ("PostHog:Identity:RequireAuthenticated:0", "beta"));

        FlagExplanation untrusted = await library.Get<IPostHogDiagnostics>().ExplainAsync("beta", PostHogContext.Anonymous);
        library.Get<PostHogSwitch>().Turn(false);
        FlagExplanation off = await ExplainAsync(library, "beta");

        Assert.Equal("The flag is off, because it needs an authenticated caller.", untrusted.Summary);
        Assert.Equal(FlagReason.Untrusted, untrusted.Answer.Reason);
        Assert.Equal("The flag is off, because no layer has a value: PostHog is switched off in this application.", off.Summary);
    }

    [Fact]
    public async Task Explain_CircuitOpen_SaysThatPostHogIsNotAsked()
    {
        await using var library = new Library(new StubHandler().Status(System.Net.HttpStatusCode.Unauthorized), ("PostHog:SecretKey", ""));
        await library.Flags.GetFlagAsync("beta", new PostHogContext("someone-else"));

        FlagExplanation explanation = await ExplainAsync(library, "beta");
        JsonElement json = Read(explanation);

        Assert.Equal(FlagReason.CircuitOpen, explanation.Answer.Reason);
        Assert.Equal(("failed", "CircuitOpen"), (Layer(json, "remote").GetProperty("outcome").GetString(), Layer(json, "remote").GetProperty("reason").GetString()));
        Assert.Equal("Open", json.GetProperty("client").GetProperty("breaker").GetString());
        Assert.Equal("unauthorized", json.GetProperty("client").GetProperty("lastFailure").GetString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public async Task Explain_NoFlagOrCaller_Throws(string? flag)
    {
        await using Library library = await LocalAsync(Library.Flag("beta"));
        IPostHogDiagnostics diagnostics = library.Get<IPostHogDiagnostics>();

        await Assert.ThrowsAnyAsync<ArgumentException>(() => diagnostics.ExplainAsync(flag!, Anna).AsTask());
        await Assert.ThrowsAsync<ArgumentNullException>(() => diagnostics.ExplainAsync("beta", null!).AsTask());
    }

    private static Task<Library> LocalAsync(params string[] flags) => LocalAsync(flags, []);

    private static async Task<Library> LocalAsync(string[] flags, params (string Key, string Value)[] settings)
    {
        var library = new Library(new StubHandler().Json(Library.Definitions(flags)), settings);
        await library.RefreshAsync();
        return library;
    }

    private static async Task<FlagExplanation> ExplainAsync(Library library, string flag, ExplainOptions options = default) =>
        await library.Get<IPostHogDiagnostics>().ExplainAsync(flag, Anna, options, TestContext.Current.CancellationToken);

    private static JsonElement Read(FlagExplanation explanation) => JsonElement.Parse(explanation.ToJson());

    private static JsonElement Layer(JsonElement explanation, string name) =>
        explanation.GetProperty("layers").EnumerateArray().Single(layer => layer.GetProperty("layer").GetString() == name);

    private static IEnumerable<string?> Layers(FlagExplanation explanation) =>
        Read(explanation).GetProperty("layers").EnumerateArray().Select(static layer => layer.GetProperty("layer").GetString());
}
