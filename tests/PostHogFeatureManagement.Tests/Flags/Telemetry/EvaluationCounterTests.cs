using System.Diagnostics.Metrics;
using System.Net;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Flags.Telemetry;

/// <summary>What the counter of evaluations says about the answers of each layer, in OpenTelemetry's words.</summary>
[Trait("Promise", "OP-01")]
public sealed class EvaluationCounterTests
{
    private const string Evaluations = "posthog.feature_flag.evaluations";
    private static readonly PostHogContext Ada = new("ada");

    [Theory]
    [InlineData("""{"groups":[{"properties":[],"rollout_percentage":100}]}""", "true", "targeting_match")]
    [InlineData("""{"groups":[{"properties":[],"rollout_percentage":0}]}""", "false", "split")]
    [InlineData("""{"groups":[{"properties":[{"key":"plan","type":"person","operator":"exact","value":["pro"]}]}]}""", "false", "default")]
    [InlineData("""{"groups":[{"properties":[]}],"multivariate":{"variants":[{"key":"a","rollout_percentage":50},{"key":"b","rollout_percentage":50}]}}""", "?", "split")]
    [InlineData("""{"groups":[{"properties":[],"variant":"a"}],"multivariate":{"variants":[{"key":"a","rollout_percentage":50},{"key":"b","rollout_percentage":50}]}}""", "a", "targeting_match")]
    public async Task GetFlagAsync_DecidedHere_HasVariantAndReason(string filters, string variant, string reason)
    {
        await using Library library = await StartAsync($$"""{"id":1,"key":"beta","active":true,"filters":{{filters}}}""");
        using RecordedMetrics recorded = Record(library);

        FlagResult result = await AskAsync(library, "beta", new PostHogContext("ada") { PersonProperties = new Dictionary<string, object?> { ["plan"] = "free" } });

        variant = variant == "?" ? result.Variant! : variant;
        Assert.Equal([$"feature_flag.key=beta feature_flag.result.variant={variant} feature_flag.result.reason={reason}"], recorded.Series(Evaluations));
        Assert.Equal(1, recorded.Sum(Evaluations));
    }

    [Fact]
    public async Task GetFlagAsync_TurnedOff_IsDisabled()
    {
        await using Library library = await StartAsync("""{"id":1,"key":"beta","active":false,"filters":{"groups":[{}]}}""");
        using RecordedMetrics recorded = Record(library);

        await AskAsync(library, "beta", Ada);

        Assert.Equal(["feature_flag.key=beta feature_flag.result.variant=false feature_flag.result.reason=disabled"], recorded.Series(Evaluations));
    }

    [Fact]
    public async Task GetFlagAsync_OfServersThenKept_IsCachedTheSecondTime()
    {
        await using var library = new Library(new StubHandler().Flags("beta"), ("PostHog:SecretKey", string.Empty));
        using RecordedMetrics recorded = Record(library);

        await AskAsync(library, "beta", Ada);
        await AskAsync(library, "beta", Ada);
        library.Clock.Advance(TimeSpan.FromMinutes(1));
        await AskAsync(library, "beta", Ada);

        const string beta = "feature_flag.key=beta feature_flag.result.variant=true feature_flag.result.reason=";
        Assert.Equal([beta + "cached", beta + "stale", beta + "targeting_match"], recorded.Series(Evaluations));
    }

    [Fact]
    public async Task GetFlagAsync_NameInOtherCaseOrUnknown_TakesNoTextFromTheCaller()
    {
        await using var library = new Library(
            new StubHandler().Flags("beta").Status(HttpStatusCode.InternalServerError), ("PostHog:SecretKey", string.Empty), ("PostHog:Client:MaxRetryAttempts", "0"));
        using RecordedMetrics recorded = Record(library);
        await AskAsync(library, "BETA", Ada);

        await AskAsync(library, "BeTa", new PostHogContext("bob"));
        await AskAsync(library, "invented", new PostHogContext("bob"));

        Assert.All(
            recorded.Series(Evaluations),
            static series => Assert.Matches("^feature_flag.key=(beta|_other) ", series));
        Assert.Contains("feature_flag.key=_other feature_flag.result.variant=_other feature_flag.result.reason=error", recorded.Series(Evaluations));
    }

    [Fact]
    public async Task GetFlagAsync_ConfigurationAnswers_IsDefault()
    {
        await using Library library = await StartAsync(Library.Flag("beta"), ("FeatureManagement:own", "true"));
        using RecordedMetrics recorded = Record(library);

        await AskAsync(library, "own", Ada);

        Assert.Equal(["feature_flag.key=own feature_flag.result.variant=true feature_flag.result.reason=default"], recorded.Series(Evaluations));
    }

    [Fact]
    public async Task GetFlagAsync_ConfigurationFirst_IsStatic()
    {
        await using Library library = await StartAsync(
            Library.Flag("beta"), ("FeatureManagement:beta", "false"), ("PostHog:FeatureManagement:Precedence", "ConfigurationFirst"));
        using RecordedMetrics recorded = Record(library);

        await AskAsync(library, "beta", Ada);

        Assert.Equal(["feature_flag.key=beta feature_flag.result.variant=false feature_flag.result.reason=static"], recorded.Series(Evaluations));
    }

    [Fact]
    public async Task GetAllFlagsAsync_Flags_CountsNothing()
    {
        await using Library library = await StartAsync(Library.Flag("beta"));
        using RecordedMetrics recorded = Record(library);

        await library.Flags.GetAllFlagsAsync(Ada, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Empty(recorded.Series(Evaluations));
    }

    private static RecordedMetrics Record(Library library) => new(library.Get<IMeterFactory>());

    private static async Task<Library> StartAsync(string flag, params (string Key, string Value)[] settings)
    {
        var library = new Library(new StubHandler().Json(Library.Definitions(flag)), settings);
        await library.RefreshAsync();
        return library;
    }

    private static async Task<FlagResult> AskAsync(Library library, string key, PostHogContext context) =>
        await library.Flags.GetFlagAsync(key, context, cancellationToken: TestContext.Current.CancellationToken);
}
