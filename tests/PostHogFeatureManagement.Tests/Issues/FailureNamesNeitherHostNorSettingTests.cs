using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.FeatureManagement;
using PostHogFeatureManagement.Client;
using PostHogFeatureManagement.Definitions;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.Tests.Resilience;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Issues;

/// <summary>
/// A refused connection, an unknown host, a time-out, a redirect and a wrong key read alike: "Failed (HTTP status (null))". Where PostHog evaluates, nothing
/// was logged before the fifth failed try.
/// </summary>
[Trait("Promise", "OP-05")]
public sealed class FailureNamesNeitherHostNorSettingTests
{
    private const string Host = "https://eu.i.posthog.com";

    public static TheoryData<string, string, string> Failures => new()
    {
        { "refused", "the connection was refused, nothing listens there", "PostHog:HostUrl" },
        { "unknown host", "the host name is unknown", "PostHog:HostUrl" },
        { "TLS", "no secure connection", "PostHog:HostUrl" },
        { "301", "HTTP status 301, a redirect to https://app.example.com", "PostHog:HostUrl" },
        { "404", "HTTP status 404", "PostHog:HostUrl" },
        { "500", "HTTP status 500", "PostHog:HostUrl" },
    };

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task Evaluation_FirstFailure_NamesHostCauseAndSetting(string trouble, string cause, string setting)
    {
        await using Library library = Remote(Broken(trouble));

        await CheckAsync(library, 1);

        AssertNamed(library, LogEvents.EvaluationFailed, cause, setting);
    }

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task Definitions_FirstFailure_NamesHostCauseAndSetting(string trouble, string cause, string setting)
    {
        await using Library library = Local(Broken(trouble));

        DefinitionsRefresh refresh = await library.RefreshAsync();

        Assert.False(refresh.IsGood);
        AssertNamed(library, LogEvents.DefinitionsFailed, cause, setting);
    }

    [Theory]
    [InlineData(HttpStatusCode.Unauthorized)]
    [InlineData(HttpStatusCode.Forbidden)]
    public async Task Keys_Refused_NameTheSettingOfTheKey(HttpStatusCode status)
    {
        await using Library remote = Remote(new StubHandler().Status(status));
        await using Library local = Local(new StubHandler().Status(status));

        await CheckAsync(remote, 1);
        await local.RefreshAsync();

        AssertNamed(remote, LogEvents.EvaluationFailed, $"HTTP status {(int)status}", "PostHog:ProjectToken");
        AssertNamed(local, LogEvents.DefinitionsFailed, $"HTTP status {(int)status}", "PostHog:SecretKey");
    }

    [Fact]
    public async Task Definitions_ResponseIsNoDefinitions_NamesHostAndSetting()
    {
        await using Library library = Local(new StubHandler().Json("""{"hello":"world"}"""));

        await library.RefreshAsync();

        AssertNamed(library, LogEvents.DefinitionsUnreadable, "is not flag definitions", "PostHog:HostUrl");
    }

    [Fact]
    public async Task Evaluation_LastingFailure_IsLoggedOnceAndSoIsItsEnd()
    {
        await using Library library = Remote(Broken("refused"));
        await CheckAsync(library, 20);
        library.Clock.Advance(TimeSpan.FromMinutes(5));
        await CheckAsync(library, 5);
        library.PostHog.Flags("beta");
        library.Clock.Advance(TimeSpan.FromMinutes(5));

        await CheckAsync(library, 5);

        Assert.Equal(1, library.Logs.CountOf(LogEvents.EvaluationFailed));
        (LogLevel level, _, string text) = Assert.Single(library.Logs.Entries, static entry => entry.Id.Id == LogEvents.EvaluationRecovered);
        Assert.Equal(LogLevel.Information, level);
        Assert.Contains(Host, text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Evaluation_SuccessesAndFailuresAlternate_AreLoggedOnceAMinute()
    {
        StubHandler postHog = new();
        for (int i = 0; i < 20; i++)
        {
            postHog.Flags("beta").Flags("beta").Flags("beta").Status(HttpStatusCode.InternalServerError);
        }

        await using Library library = Remote(postHog);

        await CheckAsync(library, 80);

        Assert.Equal(1, library.Logs.CountOf(LogEvents.EvaluationFailed));
        Assert.Equal(1, library.Logs.CountOf(LogEvents.EvaluationRecovered));
    }

    [Fact]
    public async Task TimeOut_Always_SaysHowLongItWaited()
    {
        await using var outage = new Outage(("PostHog:SecretKey", ""), ("PostHog:HostUrl", Host));
        outage.PostHog.Become(Behaviours.Hang);

        await outage.AskAsync(Outage.Ada);

        AssertNamed(outage.Library, LogEvents.EvaluationFailed, "no response within ", "PostHog:HostUrl");
    }

    [Fact]
    [Trait("Promise", "SC-01")]
    public async Task Redirect_TargetRepeatsSecrets_TellsOnlyItsHost()
    {
        const string Target = "https://user:hunter2@app.example.com/login?token=phc_test#phs_test";
        await using Library remote = Remote(new StubHandler().Status(HttpStatusCode.MovedPermanently, ("Location", Target)));

        await CheckAsync(remote, 1);

        AssertNamed(remote, LogEvents.EvaluationFailed, "a redirect to https://app.example.com. ", "PostHog:HostUrl");
        Assert.All(["hunter2", "phc_", "phs_", "login"], secret => Assert.DoesNotContain(secret, remote.Logs.Text, StringComparison.Ordinal));
    }

    /// <summary>The same with real connections: nothing listens, the name is unknown, the connection breaks.</summary>
    [Fact]
    public async Task Connection_Fails_CauseIsInWords()
    {
        (Func<FaultyCall, CancellationToken, Task<HttpResponseMessage>> Behaviour, string Cause)[] cases =
        [
            (Behaviours.Refuse, "Unreachable, the connection was refused, nothing listens there."),
            (Behaviours.NoSuchHost, "Unreachable, the host name is unknown."),
            (Behaviours.ResetMidBody, "Unreachable, no response, "),
            (Behaviours.Html, "Unreadable, HTTP status 200."),
        ];
        foreach ((Func<FaultyCall, CancellationToken, Task<HttpResponseMessage>> behaviour, string cause) in cases)
        {
            await using var outage = new Outage(("PostHog:SecretKey", ""), ("PostHog:HostUrl", Host));
            outage.PostHog.Become(behaviour);

            await outage.AskAsync(Outage.Ada);

            AssertNamed(outage.Library, LogEvents.EvaluationFailed, cause, "PostHog:HostUrl");
        }
    }

    [Fact]
    public void Setting_InAnotherSectionOrConnectionString_IsNamedWhereItIs()
    {
        AppSettings settings = AppSettings.Of(("My:Flags:ProjectToken", "phc_x"), ("My:Flags:SecretKey", "phs_x"));
        using ServiceProvider section = settings.Build(features => features.AddPostHog(settings.Configuration.GetSection("My:Flags")));
        using ServiceProvider connection = AppSettings
            .Of(("ConnectionStrings:posthog", "Endpoint=https://eu.i.posthog.com;ProjectToken=phc_x"), ("PostHog:SecretKey", "phs_x"))
            .Build();

        FailureText inSection = section.GetRequiredService<FailureText>();
        FailureText inConnection = connection.GetRequiredService<FailureText>();

        Assert.Contains("My:Flags:ProjectToken", inSection.AdviceForEvaluation(WireFailure.Unauthorized), StringComparison.Ordinal);
        Assert.Contains("My:Flags:SecretKey", inSection.AdviceForDefinitions(WireFailure.Forbidden), StringComparison.Ordinal);
        Assert.Contains("Check ConnectionStrings:posthog,", inConnection.AdviceForEvaluation(WireFailure.Unauthorized), StringComparison.Ordinal);
        Assert.Contains("Check PostHog:SecretKey,", inConnection.AdviceForDefinitions(WireFailure.Unauthorized), StringComparison.Ordinal);
        Assert.Equal(Host, inConnection.Host);
    }

    private static Library Remote(StubHandler postHog) =>
        new(postHog, ("PostHog:SecretKey", ""), ("PostHog:HostUrl", Host), ("PostHog:Client:MaxRetryAttempts", "0"));

    private static Library Local(StubHandler postHog) => new(postHog, ("PostHog:HostUrl", Host), ("PostHog:Client:MaxRetryAttempts", "0"));

    private static StubHandler Broken(string trouble) => trouble switch
    {
        "refused" => new StubHandler().Throws(
            new HttpRequestException(HttpRequestError.ConnectionError, "secret", new SocketException((int)SocketError.ConnectionRefused))),
        "unknown host" => new StubHandler().Throws(new HttpRequestException(HttpRequestError.NameResolutionError)),
        "TLS" => new StubHandler().Throws(new HttpRequestException(HttpRequestError.SecureConnectionError)),
        "301" => new StubHandler().Status(HttpStatusCode.MovedPermanently, ("Location", "https://app.example.com/flags/?v=2")),
        _ => new StubHandler().Status((HttpStatusCode)int.Parse(trouble, CultureInfo.InvariantCulture)),
    };

    private static async Task CheckAsync(Library library, int times)
    {
        for (int i = 0; i < times; i++)
        {
            await library.Flags.GetFlagAsync("beta", new PostHogContext($"ada-{i}"), cancellationToken: TestContext.Current.CancellationToken);
        }
    }

    private static void AssertNamed(Library library, int eventId, string cause, string setting)
    {
        (LogLevel level, _, string text) = Assert.Single(library.Logs.Entries, entry => entry.Id.Id == eventId);
        Assert.Equal(LogLevel.Warning, level);
        Assert.All([Host, cause, setting], part => Assert.Contains(part, text, StringComparison.Ordinal));
    }
}
