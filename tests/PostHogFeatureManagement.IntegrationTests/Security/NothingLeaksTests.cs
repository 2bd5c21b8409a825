using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.DependencyInjection;
using PostHogFeatureManagement.Emulator;
using PostHogFeatureManagement.IntegrationTests.Support;
using PostHogFeatureManagement.Tests.Redis;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.IntegrationTests.Security;

/// <summary>
/// Whatever the library does, what it writes contains no key, no id and no value of a property: neither when all is well nor when something fails. Logs are read
/// at every level. <see cref="Places"/> lists the exceptions.
/// </summary>
[Trait("Promise", "SC-01")]
[Trait("Promise", "OP-01")]
public sealed class NothingLeaksTests
{
    private const string ExplainPath = "/posthog/explain/mail";
    private const string User = $"{Secrets.UserId};plan={Secrets.Plan};email={Secrets.Email};company={Secrets.GroupKey}";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Everything_AllFeaturesAndFailures_HasNoSecret(bool remote)
    {
        await using RedisServer redis = await RedisServer.StartAsync();
        using var folder = new TemporaryFolder();
        using var witness = new Witness();
        var written = new List<string>();
        GateHost host = await LeakHost.StartAsync(remote, redis.ConnectionString, Path.Combine(folder.Path, "flags.json"));
        LogCollector logs = host.Logs;
        await using (host)
        {
            await UseAsync(host, written);
            await TurnAsync(host, written);
            written.AddRange(host.PostHog.Events.Select(static one => $"{Places.Event} {one.Name}: {one.Json.GetRawText()}"));
            written.AddRange(await RedisDump.ReadAsync(redis));
            await FailAsync(host, redis, written);
            witness.ReadMeters();
        }

        written.AddRange(Directory.EnumerateFiles(folder.Path).Select(static file => $"{Places.File} {File.ReadAllText(file)}"));
        written.AddRange(LogsOf(logs));
        written.AddRange(witness.Texts);

        Assert.Empty(written.SelectMany(Places.LeaksIn));
        Assert.Empty(((string[])[Places.Log, Places.Page, Places.Redis]).Except(written.Select(Places.Of)));
        AssertFound(written, Places.Event, Secrets.UserId, Secrets.VisitorId, Secrets.GroupKey, Secrets.EventValue);
        if (!remote)
        {
            // These places are known because their texts are read, also the compressed ones.
            AssertFound(written, Places.SharedDefinitions, Secrets.ConditionValue);
            AssertFound(written, Places.File, Secrets.ConditionValue);
            AssertFound(written, Places.Explanation, Secrets.ConditionValue);
        }
    }

    [Fact]
    public async Task ExplainPage_OperatorMayReadValues_HasThemAndNoKey()
    {
        await using RedisServer redis = await RedisServer.StartAsync();
        using var folder = new TemporaryFolder();
        var written = new List<string>();
        GateHost host = await LeakHost.StartAsync(remote: false, redis.ConnectionString, Path.Combine(folder.Path, "flags.json"), showValues: true);
        LogCollector logs = host.Logs;
        await using (host)
        {
            await SendAsync(host, written, ExplainPath + "?format=json", (TestUser.Header, User));
            await SendAsync(host, written, ExplainPath, (TestUser.Header, User), ("Accept", "text/html"));
        }

        written = [.. written.Select(static text => text.Replace(Places.Explanation, Places.Operator, StringComparison.Ordinal)), .. LogsOf(logs)];
        Assert.Empty(written.SelectMany(Places.LeaksIn));
        AssertFound(written, Places.Operator, Secrets.UserId, Secrets.Email, Secrets.ConditionValue);
    }

    private static void AssertFound(List<string> written, string place, params string[] secrets) =>
        Assert.Empty(secrets.Except(written.Where(text => Places.Of(text) == place).SelectMany(Secrets.In)));

    private static IEnumerable<string> LogsOf(LogCollector logs) =>
        logs.Entries.Where(IsOfTheLibrary).Select(static entry => $"{Places.Log} {entry.EventId.Id} {entry.Category}: {entry.Message} {entry.Exception}");

    // What the web server and the client of this test log is what the test itself sends. The emulator's own log is about its test keys.
    private static bool IsOfTheLibrary(LogEntry entry) =>
        (entry.Category.StartsWith("PostHogFeatureManagement", StringComparison.Ordinal) && !entry.Category.Contains(".Emulator", StringComparison.Ordinal))
        || entry.Category.StartsWith("Polly", StringComparison.Ordinal)
        || entry.Category.StartsWith("Microsoft.FeatureManagement", StringComparison.Ordinal)
        || entry.Category.StartsWith("StackExchange", StringComparison.Ordinal)
        || entry.Category.StartsWith("System.Net", StringComparison.Ordinal);

    private static async Task UseAsync(GateHost host, List<string> written)
    {
        await SendAsync(host, written, LeakHost.CheckPath, (TestUser.Header, User));
        await SendAsync(host, written, LeakHost.CheckPath, ("Cookie", Cookie(Secrets.VisitorId)));
        await SendAsync(host, written, LeakHost.CheckPath, ("Cookie", $"ph_{PostHogEmulator.ProjectToken}_posthog=%7B%22distinct_id%22%3A%22{Secrets.VisitorId}%"));
        await SendAsync(
            host, written, LeakHost.CheckPath, ("Origin", LeakHost.TracedOrigin), ("X-POSTHOG-DISTINCT-ID", Secrets.TracedId), ("X-POSTHOG-SESSION-ID", Secrets.SessionId));
        await SendAsync(host, written, ExplainPath + "?format=json", (TestUser.Header, User));
        string named = $"&id={Uri.EscapeDataString(Secrets.UserId)}&property.email={Secrets.Email}&group.company={Secrets.GroupKey}&ask=true";
        await SendAsync(host, written, $"{ExplainPath}?format=json{named}");
        await SendAsync(host, written, ExplainPath, (TestUser.Header, User), ("Accept", "text/html"));
        foreach (string secret in (string[])[Secrets.RefreshSecret, Secrets.WrongSecret])
        {
            using var refresh = new HttpRequestMessage(HttpMethod.Post, "/posthog/refresh");
            refresh.Headers.Authorization = new AuthenticationHeaderValue("Bearer", secret);
            await ReadAsync(host, written, refresh);
        }
    }

    /// <summary>Turns the switch when PostHog has the events, because those that wait are dropped then.</summary>
    private static async Task TurnAsync(GateHost host, List<string> written)
    {
        await host.Services.GetRequiredService<IPostHogEvents>().FlushAsync(TestContext.Current.CancellationToken);
        Assert.Contains(host.PostHog.Events, static one => one.DistinctId == Secrets.UserId);
        host.Turn(on: false);
        await SendAsync(host, written, LeakHost.CheckPath, ("Cookie", Cookie(Secrets.VisitorId)));
        host.Turn(on: true);
    }

    private static async Task FailAsync(GateHost host, RedisServer redis, List<string> written)
    {
        PostHogEmulatorFaults[] faults =
        [
            new() { Status = 500 }, new() { Status = 401 }, new() { Status = 402 }, new() { Status = 400 }, new() { Hang = true },
        ];
        for (int index = 0; index < faults.Length; index++)
        {
            host.PostHog.SetFaults(faults[index]);
            await SendAsync(host, written, LeakHost.CheckPath, (TestUser.Header, $"{index}-{User}"));
            using var refresh = new HttpRequestMessage(HttpMethod.Post, "/posthog/refresh");
            refresh.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Secrets.RefreshSecret);
            await ReadAsync(host, written, refresh);
        }

        await redis.KillAsync();
        await SendAsync(host, written, LeakHost.CheckPath, ("Cookie", Cookie($"late-{Secrets.VisitorId}")));
    }

    private static string Cookie(string id) =>
        $"ph_{PostHogEmulator.ProjectToken}_posthog={Uri.EscapeDataString($$"""{"distinct_id":"{{id}}","$device_id":"{{Secrets.DeviceId}}","$user_state":"anonymous"}""")}";

    private static async Task SendAsync(GateHost host, List<string> written, string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        foreach ((string name, string value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        await ReadAsync(host, written, request);
    }

    private static async Task ReadAsync(GateHost host, List<string> written, HttpRequestMessage request)
    {
        using HttpResponseMessage response = await host.Client.SendAsync(request, TestContext.Current.CancellationToken);
        string body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(response.StatusCode < HttpStatusCode.InternalServerError, string.Join('\n', host.Logs.Troubles.Select(static entry => $"{entry.Message} {entry.Exception}")));
        string path = request.RequestUri!.AbsolutePath;
        string place = path is LeakHost.CheckPath or ExplainPath ? Places.Explanation : Places.Page;
        written.Add($"{place} {path} {(int)response.StatusCode} {response.Headers} {body}");
    }
}
