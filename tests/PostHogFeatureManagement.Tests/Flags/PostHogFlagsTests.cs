using System.Net;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Flags;

public sealed class PostHogFlagsTests
{
    private const string NeedsPlan = """[{"key":"plan","type":"person","operator":"exact","value":"scale"}]""";
    private static readonly PostHogContext User = new("u");

    [Fact]
    [Trait("Promise", "EV-10")]
    public async Task GetFlagAsync_LocalFlag_ReportsLocalSource()
    {
        await using Library library = await LocalAsync(new StubHandler(), Library.Flag("beta"));

        FlagResult result = await library.Flags.GetFlagAsync("beta", User);

        Assert.True(result.IsEnabled);
        Assert.Equal(FlagReason.ConditionMatch, result.Reason);
        Assert.Equal(0, result.ConditionIndex);
        Assert.Equal(FlagSource.Local, result.Source);
        Assert.Equal(1, library.PostHog.Count);
    }

    [Fact]
    [Trait("Promise", "EV-11")]
    public async Task GetAllFlagsAsync_SomeFlagsUndecided_SendsOneRequestAndKeepsLocalAnswers()
    {
        await using Library library = await LocalAsync(
            new StubHandler(), [Library.Flag("beta"), Library.Flag("plan", NeedsPlan), Library.Flag("plan2", NeedsPlan)], handler => handler.Flags("plan", "plan2"));

        IReadOnlyDictionary<string, FlagResult> all = await library.Flags.GetAllFlagsAsync(User);

        Assert.Equal(["beta", "plan", "plan2"], all.Keys.Order());
        Assert.Equal(FlagSource.Local, all["beta"].Source);
        Assert.Equal(FlagSource.Remote, all["plan"].Source);
        Assert.Equal(2, library.PostHog.Count);
    }

    [Fact]
    [Trait("Promise", "EV-12")]
    public async Task GetFlagAsync_PropertiesAreComplete_TreatsMissingPropertyAsAbsent()
    {
        await using Library library = await LocalAsync(new StubHandler(), Library.Flag("plan", NeedsPlan));

        FlagResult result = await library.Flags.GetFlagAsync("plan", User, new FlagCallOptions { PropertiesAreComplete = true });

        Assert.True(result.HasValue);
        Assert.False(result.IsEnabled);
        Assert.Equal(1, library.PostHog.Count);
    }

    [Theory]
    [InlineData(true, "false")]
    [InlineData(false, "true")]
    [Trait("Promise", "EV-14")]
    public async Task GetFlagAsync_LocalOnlyOrStrict_SendsNoRequest(bool localOnly, string strict)
    {
        await using Library library = await LocalAsync(new StubHandler(), [Library.Flag("plan", NeedsPlan)], null, ("PostHog:Definitions:LocalOnly", strict));

        FlagResult result = await library.Flags.GetFlagAsync("plan", User, new FlagCallOptions { LocalOnly = localOnly });

        Assert.False(result.HasValue);
        Assert.Equal(FlagReason.MissingProperty, result.Reason);
        Assert.Equal(1, library.PostHog.Count);
    }

    [Fact]
    [Trait("Promise", "EV-13")]
    public async Task GetFlagAsync_AnonymousCaller_AnswersWithoutHashOrRequest()
    {
        const string HalfRollout = """{"id":2,"key":"half","active":true,"filters":{"groups":[{"rollout_percentage":50}]}}""";
        await using Library library = await LocalAsync(new StubHandler(), Library.Flag("beta"), HalfRollout);

        FlagResult everyone = await library.Flags.GetFlagAsync("beta", PostHogContext.Anonymous);
        FlagResult hashed = await library.Flags.GetFlagAsync("half", PostHogContext.Anonymous);

        Assert.True(everyone.IsEnabled);
        Assert.Equal(FlagReason.MissingDistinctId, hashed.Reason);
        Assert.Equal(1, library.PostHog.Count);
    }

    [Fact]
    [Trait("Promise", "RC-01")]
    public async Task GetFlagAsync_NoSecretKey_SendsOneRequestForAllFlags()
    {
        await using var library = new Library(new StubHandler().Flags("a", "b"), ("PostHog:SecretKey", ""));

        FlagResult a = await library.Flags.GetFlagAsync("a", User);
        FlagResult b = await library.Flags.GetFlagAsync("b", User);
        FlagResult missing = await library.Flags.GetFlagAsync("c", User);

        Assert.True(a.IsEnabled && b.IsEnabled);
        Assert.Equal((FlagSource.Remote, FlagSource.Cache), (a.Source, b.Source));
        Assert.Equal(FlagReason.FlagNotFound, missing.Reason);
        Assert.Equal(1, library.PostHog.Count);
    }

    [Fact]
    [Trait("Promise", "FM-15")]
    [Trait("Promise", "FM-20")]
    public async Task GetFlagAsync_PostHogFails_AnswersFromConfiguration()
    {
        await using var library = new Library(
            new StubHandler().Status(HttpStatusCode.InternalServerError), ("PostHog:SecretKey", ""), ("FeatureManagement:a", "true"));

        FlagResult configured = await library.Flags.GetFlagAsync("a", User);
        FlagResult unknown = await library.Flags.GetFlagAsync("b", User);

        Assert.True(configured.IsEnabled);
        Assert.Equal(FlagSource.Configuration, configured.Source);
        Assert.False(unknown.IsEnabled);
        Assert.Equal((FlagSource.Default, FlagReason.RequestFailed), (unknown.Source, unknown.Reason));
    }

    [Fact]
    public async Task GetFlagAsync_Disabled_AnswersFromConfigurationWithoutRequest()
    {
        await using var library = new Library(new StubHandler().Flags("a"), ("PostHog:Enabled", "false"), ("FeatureManagement:a", "true"));

        FlagResult configured = await library.Flags.GetFlagAsync("a", User);
        FlagResult unknown = await library.Flags.GetFlagAsync("b", User);

        Assert.Equal(FlagSource.Configuration, configured.Source);
        Assert.Equal(FlagReason.Disabled, unknown.Reason);
        Assert.Equal(0, library.PostHog.Count);
    }

    [Fact]
    [Trait("Promise", "RC-11")]
    public async Task GetAllFlagsAsync_ConfiguredFlags_AddsThoseUnknownToPostHog()
    {
        await using Library library = await LocalAsync(
            new StubHandler(), [Library.Flag("beta")], null, ("FeatureManagement:free-shipping", "true"), ("FeatureManagement:beta", "false"));

        IReadOnlyDictionary<string, FlagResult> all = await library.Flags.GetAllFlagsAsync(User);

        Assert.Equal(2, all.Count);
        Assert.Equal((true, FlagSource.Local), (all["beta"].IsEnabled, all["beta"].Source));
        Assert.Equal((true, FlagSource.Configuration), (all["free-shipping"].IsEnabled, all["free-shipping"].Source));
    }

    [Fact]
    [Trait("Promise", "ID-06")]
    public async Task GetFlagAsync_PushedCaller_AnswersForPushedCaller()
    {
        await using Library library = await LocalAsync(new StubHandler(), Library.Flag("plan", NeedsPlan));
        using IDisposable pushed = PostHogContext.BeginScope(new PostHogContext("u") { PersonProperties = new Dictionary<string, object?> { ["plan"] = "scale" } });

        FlagResult result = await library.Flags.GetFlagAsync("plan");

        Assert.True(result.IsEnabled);
    }

    private static Task<Library> LocalAsync(StubHandler handler, params string[] flags) => LocalAsync(handler, flags, null);

    private static async Task<Library> LocalAsync(StubHandler handler, string[] flags, Action<StubHandler>? then, params (string Key, string Value)[] settings)
    {
        var library = new Library(handler.Json(Library.Definitions(flags)), settings);
        then?.Invoke(handler);
        await library.RefreshAsync();
        return library;
    }
}
