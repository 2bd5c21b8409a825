using System.Text.Json;
using PostHogFeatureManagement.Events;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Events;

[Trait("Promise", "EX-07")]
public sealed class PostHogEventsTests
{
    private static readonly PostHogContext Ada = new("ada") { SessionId = "s-1", DeviceId = "d-1", Groups = new Dictionary<string, PostHogGroup> { ["company"] = new("mit") } };

    [Fact]
    public async Task Capture_Properties_AreSentUnchanged()
    {
        await using EventsLibrary library = await EventsLibrary.StartAsync([]);

        library.Events.Capture(
            "purchase",
            new Dictionary<string, object?>
            {
                ["amount"] = 12.50m,
                ["at"] = "2026-01-02T08:34:05+05:30",
                ["tags"] = new[] { "a", "b" },
                ["none"] = null,
                ["$set"] = new Dictionary<string, object?> { ["plan"] = "pro", ["deep"] = new Dictionary<string, object?> { ["x"] = 1 } },
                ["$lib"] = "mine",
                ["$is_server"] = false,
                ["odd"] = new object(),
            },
            Ada);

        JsonElement sent = Assert.Single(await library.FlushedAsync());
        Assert.Equal(("purchase", "ada"), (sent.Name(), sent.Id()));
        Assert.Equal("12.50", sent.Property("amount"));
        Assert.Equal("\"2026-01-02T08:34:05+05:30\"", sent.Property("at"));
        Assert.Equal("""["a","b"]""", sent.Property("tags"));
        Assert.Equal("null", sent.Property("none"));
        Assert.Equal("""{"plan":"pro","deep":{"x":1}}""", sent.Property("$set"));
        Assert.Equal("\"PostHogFeatureManagement\"", sent.Property("$lib"));
        Assert.Equal("false", sent.Property("$is_server"));
        Assert.Equal("\"s-1\"", sent.Property("$session_id"));
        Assert.Equal("\"d-1\"", sent.Property("$device_id"));
        Assert.Equal("""{"company":"mit"}""", sent.Property("$groups"));
        Assert.Null(sent.Property("odd"));
        Assert.Equal(1, library.Library.Logs.CountOf(301));
        Assert.Equal(sent.PropertyNames().Distinct(), sent.PropertyNames());
    }

    [Fact]
    public async Task Capture_PushedCaller_IsTheCaller()
    {
        await using EventsLibrary library = await EventsLibrary.StartAsync([]);

        using (PostHogContext.BeginScope(Ada))
        {
            library.Events.Capture("purchase");
        }

        Assert.Equal("ada", Assert.Single(await library.FlushedAsync()).Id());
    }

    [Fact]
    public async Task Capture_ServiceIdentity_IsFoundInTheBackground()
    {
        await using EventsLibrary library = await EventsLibrary.StartAsync([], ("PostHog:Identity:ServiceDistinctId", "billing"));

        library.Events.Capture("purchase");

        Assert.Equal("billing", Assert.Single(await library.FlushedAsync()).Id());
    }

    [Fact]
    public async Task Capture_CallerWithoutId_IsToldOnce()
    {
        await using EventsLibrary library = await EventsLibrary.StartAsync([]);

        library.Events.Capture("purchase", context: PostHogContext.Anonymous);
        library.Events.Capture("purchase", context: PostHogContext.Anonymous);

        Assert.Empty(await library.FlushedAsync());
        Assert.Equal(1, library.Library.Logs.CountOf(506));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData(null)]
    public async Task Capture_NoName_Throws(string? name)
    {
        await using EventsLibrary library = await EventsLibrary.StartAsync([]);

        Assert.ThrowsAny<ArgumentException>(() => library.Events.Capture(name!, context: Ada));
        Assert.Throws<ArgumentException>("eventName", () => library.Events.Capture(new string('x', 201), context: Ada));
    }

    [Fact]
    public async Task BeforeSend_ChangesOrDrops()
    {
        var parts = new LibraryParts
        {
            Options = static options => options.Events.BeforeSend = static seen =>
            {
                seen.Properties["amount"] = (long)seen.Properties["amount"]! + 1;
                seen.Properties.Remove("secret");
                return seen.Name switch { "throws" => throw new InvalidOperationException("no"), "dropped" => null, _ => seen };
            },
        };
        await using EventsLibrary library = await EventsLibrary.StartAsync([], parts);

        foreach (string name in (string[])["kept", "dropped", "throws"])
        {
            library.Events.Capture(name, new Dictionary<string, object?> { ["amount"] = 1, ["secret"] = "x", ["list"] = new[] { 1, 2 } }, Ada);
        }

        JsonElement sent = Assert.Single(await library.FlushedAsync());
        Assert.Equal(("kept", "2", null, "[1,2]"), (sent.Name(), sent.Property("amount"), sent.Property("secret"), sent.Property("list")));
        Assert.Equal("\"PostHogFeatureManagement\"", sent.Property("$lib"));
        Assert.Equal(2, library.Drops.Count(DropReason.BeforeSend));
        Assert.Equal(1, library.Library.Logs.CountOf(505));
    }

    [Fact]
    public async Task Capture_Offline_IsNotKept()
    {
        await using EventsLibrary library = EventsLibrary.Start(new StubHandler(), new LibraryParts(), ("PostHog:Definitions:Offline", "true"));

        library.Events.Capture("purchase", context: Ada);

        Assert.Equal(0, library.Queue.Count);
    }
}
