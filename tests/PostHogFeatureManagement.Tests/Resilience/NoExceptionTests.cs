using System.Net;
using System.Text.Json;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Resilience;

/// <summary>No answer of PostHog, no network failure and no property value makes a check throw.</summary>
[Trait("Promise", "FM-20")]
public sealed class NoExceptionTests
{
    private static readonly (string Key, string Value) Configured = ("FeatureManagement:headline", "true");

    public static TheoryData<string, string> TroublesAndEntryPoints =>
        [.. FailSafeTable.Rows.SelectMany(static _ => EntryPoints.All.Keys, static (row, entryPoint) => (row.PostHog, entryPoint))];

    public static TheoryData<string> Bodies =>
    [
        "", "null", "[]", "{}", "1", "\"\"", "{\"flags\":null}", "{\"flags\":[]}", "{\"flags\":{}}", "{\"flags\":[null,1,\"x\",[],{}]}",
        "{\"flags\":{\"headline\":null}}", "{\"flags\":{\"headline\":{\"enabled\":\"yes\"}}}", "{\"flags\":{\"headline\":{\"enabled\":true,\"variant\":\"\\ud800\"}}}",
        "{\"flags\":{\"\\ud800\":{\"enabled\":true}}}", "{\"flags\":{\"headline\":{\"enabled\":true,\"metadata\":{\"payload\":\"{\"}}}}",
        "{\"flags\":[{\"key\":5,\"active\":true}]}", "{\"flags\":[{\"key\":\"headline\",\"active\":\"maybe\",\"filters\":[]}]}",
        "{\"flags\":[{\"id\":1,\"key\":\"headline\",\"active\":true,\"filters\":{\"groups\":[null,{\"properties\":[null,{\"key\":\"k\",\"operator\":\"regex\",\"value\":\"(\"}]}]}}]}",
        "{\"flags\":[{\"id\":1,\"key\":\"headline\",\"active\":true,\"filters\":{\"groups\":[{\"properties\":[{\"key\":\"headline\",\"type\":\"flag\",\"operator\":\"flag_evaluates_to\",\"value\":true}]}]}}]}",
        "{\"flags\":[{\"id\":1,\"key\":\"headline\",\"active\":true,\"filters\":{\"groups\":[{\"rollout_percentage\":1e400}],\"multivariate\":{\"variants\":[{\"key\":null}]},\"payloads\":5}}],\"cohorts\":[1]}",
        new string('[', 5000),
    ];

    public static TheoryData<string, string, bool> OddCallers =>
        [.. from caller in OddContexts.Keys from freshFor in new[] { "00:00:30", "0" } from isLocal in new[] { true, false } select (caller, freshFor, isLocal)];

    private static Dictionary<string, PostHogContext> OddContexts { get; } = new()
    {
        ["lone surrogate in the id"] = new("\ud800"),
        ["lone surrogate in a name"] = With(("\udc00", "x")),
        ["lone surrogate in a value"] = With(("k", "\ud800")),
        ["JSON of a disposed document"] = With(("k", Disposed())),
        ["JSON that was never set"] = With(("k", default(JsonElement))),
        ["not a number"] = With(("k", double.NaN)),
        ["an object of the application"] = With(("k", new object())),
        ["a list that holds itself"] = With(("k", Endless())),
        ["a list that is being changed"] = With(("k", new ChangingList())),
        ["nothing but nulls"] = With(("k", null), ("", null)),
        ["very long"] = new(new string('x', 1_000_000)),
    };

    [Theory]
    [MemberData(nameof(TroublesAndEntryPoints))]
    public async Task Ask_PostHogInTrouble_DoesNotThrow(string postHog, string entryPoint)
    {
        await using var outage = new Outage(("PostHog:SecretKey", ""), Configured);
        await using var request = new WebRequest(outage.Library);
        outage.PostHog.Become(FailSafeTable.Row(postHog).Behaviour);

        Task ask = EntryPoints.All[entryPoint](request, Outage.Ada);
        await outage.WaitAsync(AsValueAsync(ask));

        Assert.DoesNotContain(outage.Library.Logs.Entries, static entry => entry.Level >= Microsoft.Extensions.Logging.LogLevel.Error);
    }

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task Ask_PostHogSendsNonsense_DoesNotThrow(string body)
    {
        await using var library = new Library(new StubHandler().Json(body), Configured);
        await using var request = new WebRequest(library);

        await library.RefreshAsync();

        foreach (Func<WebRequest, PostHogContext, Task> ask in EntryPoints.All.Values)
        {
            await ask(request, new PostHogContext("ada") { PersonProperties = new Dictionary<string, object?> { ["k"] = "v" } });
        }
    }

    [Theory]
    [MemberData(nameof(OddCallers))]
    public async Task Ask_OddCaller_DoesNotThrow(string caller, string freshFor, bool isLocal)
    {
        const string WithProperty = """[{"key":"k","type":"person","operator":"exact","value":["x"]}]""";
        StubHandler postHog = new StubHandler().Json(Library.Definitions(Library.Flag("headline", WithProperty))).Flags("headline");
        await using var library = new Library(postHog, Configured, ("PostHog:Cache:FreshFor", freshFor));
        if (isLocal)
        {
            await library.RefreshAsync();
        }

        await using var request = new WebRequest(library);

        foreach (Func<WebRequest, PostHogContext, Task> ask in EntryPoints.All.Values)
        {
            await ask(request, OddContexts[caller]);
        }
    }

    [Theory]
    [InlineData("00:00:30")]
    [InlineData("0")]
    public async Task Ask_ApplicationHttpHandlerThrows_DoesNotThrow(string freshFor)
    {
        await using var library = new Library(
            new StubHandler().Throws(new NotSupportedException("A handler of the application.")), ("PostHog:SecretKey", ""), Configured, ("PostHog:Cache:FreshFor", freshFor));
        await using var request = new WebRequest(library);

        foreach (Func<WebRequest, PostHogContext, Task> ask in EntryPoints.All.Values)
        {
            Task asking = ask(request, Outage.Ada);
            await Eventually.TrueAsync(() => asking.IsCompleted || library.Clock.CountTimersDueIn(TimeSpan.FromMilliseconds(300)) > 0);
            library.Clock.Advance(TimeSpan.FromMilliseconds(300));
            await asking;
        }
    }

    private static async Task<HttpStatusCode> AsValueAsync(Task task)
    {
        await task;
        return HttpStatusCode.OK;
    }

    private static PostHogContext With(params (string Name, object? Value)[] properties) =>
        new("ada") { PersonProperties = properties.ToDictionary(static property => property.Name, static property => property.Value) };

    private static JsonElement Disposed()
    {
        using JsonDocument document = JsonDocument.Parse("{\"a\":[1]}");
        return document.RootElement;
    }

    private static List<object?> Endless()
    {
        var list = new List<object?> { "x" };
        list.Add(list);
        return list;
    }

    /// <summary>A list that another thread changes while it is enumerated.</summary>
    private sealed class ChangingList : System.Collections.ArrayList
    {
        public override int Count => throw Changed();

        public override object? this[int index]
        {
            get => throw Changed();
            set => throw Changed();
        }

        public override System.Collections.IEnumerator GetEnumerator() => throw Changed();

        private static InvalidOperationException Changed() => new("The collection was modified.");
    }
}
