using System.Net;
using System.Text.Json;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Events.Exposures;

/// <summary>What an exposure says, and which reads of a flag are one.</summary>
[Trait("Promise", "EX-01")]
public sealed class ExposureTests
{
    private const string Minimal =
        """{"flags":[{"id":7,"key":"beta","active":true,"has_experiment":false,"filters":{"groups":[{"properties":[],"rollout_percentage":100}]}}],"minimal_flag_called_events":true}""";

    [Fact]
    public async Task GetFlagAsync_Local_SendsOneEventWithAllProperties()
    {
        await using EventsLibrary library = await EventsLibrary.StartAsync([Library.Flag("beta")]);
        DateTimeOffset now = library.Clock.GetUtcNow();

        await library.GetAsync("beta");

        JsonElement sent = Assert.Single(await library.FlushedAsync());
        Assert.Equal(("$feature_flag_called", "ada", "2026-03-01T12:00:00.000Z"), (sent.Name(), sent.Id(), sent.GetProperty("timestamp").GetString()));
        Assert.Equal(7, Guid.Parse(sent.Uuid()).Version);
        Assert.Equal("\"beta\"", sent.Property("$feature_flag"));
        Assert.Equal("true", sent.Property("$feature_flag_response"));
        Assert.Equal("true", sent.Property("$feature/beta"));
        Assert.Equal("true", sent.Property("locally_evaluated"));
        Assert.Equal("1", sent.Property("$feature_flag_id"));
        Assert.Equal("\"Evaluated locally\"", sent.Property("$feature_flag_reason"));
        Assert.Equal($"{now.ToUnixTimeMilliseconds()}", sent.Property("$feature_flag_evaluated_at"));
        Assert.Equal($"{now.ToUnixTimeMilliseconds()}", sent.Property("$feature_flag_definitions_loaded_at"));
        Assert.Equal("\"PostHogFeatureManagement\"", sent.Property("$lib"));
        Assert.Equal("true", sent.Property("$is_server"));
        Assert.Equal("true", sent.Property("$geoip_disable"));
        Assert.Null(sent.Property("$feature_flag_version"));
        Assert.Null(sent.Property("$feature_flag_error"));
    }

    [Fact]
    public async Task GetFlagAsync_Remote_SendsWhatTheServersSay()
    {
        const string Answer =
            """
            {"flags":{"headline":{"key":"headline","enabled":true,"variant":"bold","reason":{"code":"condition_match","condition_index":1,"description":"Matched condition set 2"},
            "metadata":{"id":5,"version":9,"has_experiment":true,"payload":null}}},"errorsWhileComputingFlags":false,"requestId":"r-1","evaluatedAt":1767225600123}
            """;
        await using EventsLibrary library = EventsLibrary.Start(new StubHandler().Json(Answer), new LibraryParts(), ("PostHog:SecretKey", ""));

        await library.Library.Flags.GetFlagAsync(
            "headline", new PostHogContext("ada") { Groups = new Dictionary<string, PostHogGroup> { ["company"] = new("mit") } }, default, TestContext.Current.CancellationToken);

        JsonElement sent = Assert.Single(await library.FlushedAsync());
        Assert.Equal("\"bold\"", sent.Property("$feature_flag_response"));
        Assert.Equal("\"bold\"", sent.Property("$feature/headline"));
        Assert.Equal("false", sent.Property("locally_evaluated"));
        Assert.Equal("5", sent.Property("$feature_flag_id"));
        Assert.Equal("9", sent.Property("$feature_flag_version"));
        Assert.Equal("\"Matched condition set 2\"", sent.Property("$feature_flag_reason"));
        Assert.Equal("\"r-1\"", sent.Property("$feature_flag_request_id"));
        Assert.Equal("1767225600123", sent.Property("$feature_flag_evaluated_at"));
        Assert.Equal("true", sent.Property("$feature_flag_has_experiment"));
        Assert.Equal("""{"company":"mit"}""", sent.Property("$groups"));
        Assert.Null(sent.Property("$feature_flag_definitions_loaded_at"));
    }

    [Fact]
    [Trait("Promise", "EX-03")]
    public async Task GetFlagAsync_MinimalModeWithoutExperiment_SendsTheReducedEvent()
    {
        await using EventsLibrary library = EventsLibrary.Start(new StubHandler().Json(Minimal), new LibraryParts());
        await library.Library.RefreshAsync();

        await library.GetAsync("beta");

        Assert.Equal(
            [
                "$feature_flag", "$feature_flag_response", "locally_evaluated", "$feature_flag_id", "$feature_flag_reason", "$feature_flag_evaluated_at",
                "$feature_flag_has_experiment", "$lib", "$lib_version", "$is_server", "$geoip_disable",
            ],
            Assert.Single(await library.FlushedAsync()).PropertyNames());
    }

    [Fact]
    [Trait("Promise", "EX-03")]
    public async Task GetFlagAsync_MinimalModeWithExperiment_SendsTheFullEvent()
    {
        string full = Minimal.Replace("\"has_experiment\":false", "\"has_experiment\":true", StringComparison.Ordinal);
        await using EventsLibrary library = EventsLibrary.Start(new StubHandler().Json(full), new LibraryParts());
        await library.Library.RefreshAsync();

        await library.GetAsync("beta");

        Assert.Equal("true", Assert.Single(await library.FlushedAsync()).Property("$feature/beta"));
    }

    [Theory]
    [InlineData(HttpStatusCode.InternalServerError, "\"api_error_500\"")]
    [InlineData(HttpStatusCode.PaymentRequired, "\"quota_limited\"")]
    public async Task GetFlagAsync_ServersFail_SendsNullWithTheErrorAndLaterTheValue(HttpStatusCode status, string error)
    {
        StubHandler postHog = new StubHandler().Flags("beta").Status(status).Flags("beta");
        await using EventsLibrary library = EventsLibrary.Start(postHog, new LibraryParts(), ("PostHog:SecretKey", ""), ("PostHog:Client:MaxRetryAttempts", "0"));
        await library.GetAsync("beta", "eve");

        await library.GetAsync("beta", "ada");
        library.Clock.Advance(TimeSpan.FromMinutes(20));
        await library.GetAsync("beta", "ada");

        JsonElement[] sent = [.. (await library.FlushedAsync()).Where(static received => received.Id() == "ada")];
        Assert.Equal(["null", "true"], sent.Select(static received => received.Property("$feature_flag_response")));
        Assert.Equal([error, null], sent.Select(static received => received.Property("$feature_flag_error")));
        Assert.Equal("null", sent[0].Property("$feature/beta"));
    }

    [Fact]
    public async Task GetFlagAsync_OnlyServersCouldDecide_SendsInconclusive()
    {
        await using EventsLibrary library = await EventsLibrary.StartAsync(
            [Library.Flag("beta", """[{"key":"plan","value":["pro"],"operator":"exact","type":"person"}]""")], ("PostHog:Definitions:LocalOnly", "true"));

        await library.GetAsync("beta");

        JsonElement sent = Assert.Single(await library.FlushedAsync());
        Assert.Equal(("null", "\"local_evaluation_inconclusive\""), (sent.Property("$feature_flag_response"), sent.Property("$feature_flag_error")));
    }

    [Fact]
    public async Task Reads_ThatAreNoAccess_SendNothing()
    {
        await using EventsLibrary library = await EventsLibrary.StartAsync([Library.Flag("beta"), Library.Flag("secret")], ("PostHog:Identity:RequireAuthenticated:0", "secret"));

        await library.Library.Flags.GetAllFlagsAsync(new PostHogContext("ada"), default, TestContext.Current.CancellationToken);
        await library.GetAsync("unknown");
        await library.Library.Flags.GetFlagAsync("beta", PostHogContext.Anonymous, default, TestContext.Current.CancellationToken);
        await library.Library.Flags.GetFlagAsync("secret", cancellationToken: TestContext.Current.CancellationToken);

        Assert.Empty(await library.FlushedAsync());
    }

    [Fact]
    [Trait("Promise", "EX-02")]
    public async Task GetFlagAsync_Repeated_SendsOnePerCallerFlagValueAndGroups()
    {
        await using EventsLibrary library = await EventsLibrary.StartAsync([Library.Flag("beta"), Library.Flag("gamma")]);

        for (int i = 0; i < 3; i++)
        {
            await library.GetAsync("beta", "ada");
            await library.GetAsync("gamma", "ada");
            await library.GetAsync("beta", "eve");
            await library.Library.Flags.GetFlagAsync(
                "beta", new PostHogContext("ada") { Groups = new Dictionary<string, PostHogGroup> { ["company"] = new("mit") } }, default, TestContext.Current.CancellationToken);
        }

        Assert.Equal(4, (await library.FlushedAsync()).Count);
    }

    [Theory]
    [Trait("Promise", "EX-06")]
    [InlineData("false", "gamma", "true", "gamma")]
    [InlineData("true", "gamma", "false", "beta")]
    public async Task GetFlagAsync_SwitchedForOneFlag_SendsOnlyTheOthers(string all, string flag, string ofFlag, string sent)
    {
        await using EventsLibrary library = await EventsLibrary.StartAsync(
            [Library.Flag("beta"), Library.Flag("gamma")], ("PostHog:Events:SendFlagCalled", all), ($"PostHog:Events:SendFlagCalledByFlag:{flag}", ofFlag));

        await library.GetAsync("beta");
        await library.GetAsync("gamma");

        Assert.Equal([$"\"{sent}\""], (await library.FlushedAsync()).Select(static received => received.Property("$feature_flag")));
    }

    [Fact]
    [Trait("Promise", "EX-06")]
    public async Task GetFlagAsync_SuppressExposure_SendsNothingUntilReadWithout()
    {
        await using EventsLibrary library = await EventsLibrary.StartAsync([Library.Flag("beta")]);

        await library.GetAsync("beta", options: new FlagCallOptions { SuppressExposure = true });
        Assert.Empty(await library.FlushedAsync());

        await library.GetAsync("beta");
        Assert.Single(await library.FlushedAsync());
    }
}
