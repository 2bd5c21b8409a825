using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.FeatureManagement;
using PostHogFeatureManagement.IntegrationTests.Support;

namespace PostHogFeatureManagement.IntegrationTests.FeatureManagement;

/// <summary>A payload as a variant's configuration.</summary>
[Trait("Promise", "FM-10")]
public sealed class PayloadTests
{
    [Theory]
    [CombinatorialBools]
    public async Task Configuration_ObjectPayload_BindsToType(bool remote, bool isVariant)
    {
        const string Payload = """{"color":"red","sizes":[1,2.5],"isNew":true,"day":"Monday","nested":{"deep":{"text":"x"}},"rows":[{"id":1},{"id":2}],"none":null}""";

        await WithPayloadAsync(remote, isVariant, Payload, variant =>
        {
            Theme theme = variant.Configuration!.Get<Theme>()!;
            Assert.Equal("red", theme.Color);
            Assert.Equal([1, 2.5], theme.Sizes);
            Assert.True(theme.IsNew);
            Assert.Equal(DayOfWeek.Monday, theme.Day);
            Assert.Equal("x", theme.Nested!["deep"]["text"]);
            Assert.Equal([1, 2], theme.Rows!.Select(row => row.Id));
            Assert.Null(theme.None);
            Assert.Equal("2.5", variant.Configuration["sizes:1"]);
            Assert.Equal("x", variant.Configuration.GetSection("NESTED:deep")["Text"]);
            Assert.False(variant.Configuration.GetSection("absent:member").Exists());
        });
    }

    [Theory]
    [CombinatorialBools]
    public async Task Configuration_ArrayPayload_BindsToCollection(bool remote, bool isVariant)
    {
        await WithPayloadAsync(remote, isVariant, """["a","b"]""", variant =>
        {
            Assert.Equal(["a", "b"], variant.Configuration.Get<string[]>()!);
            Assert.Equal(["a", "b"], variant.Configuration.Get<List<string>>()!);
        });
        await WithPayloadAsync(remote, isVariant, "[[1,2],[3]]", variant => Assert.Equal([[1, 2], [3]], variant.Configuration.Get<int[][]>()!));
    }

    [Theory]
    [CombinatorialBools]
    public async Task Configuration_ScalarPayload_IsSectionValue(bool remote, bool isVariant)
    {
        await WithPayloadAsync(remote, isVariant, "\"text\"", variant => Assert.Equal("text", variant.Configuration.Get<string>()));
        await WithPayloadAsync(remote, isVariant, "42", variant => Assert.Equal(42, variant.Configuration.Get<int>()));
        await WithPayloadAsync(remote, isVariant, "-1.5e2", variant => Assert.Equal(-150, variant.Configuration.Get<double>()));
        await WithPayloadAsync(remote, isVariant, "true", variant => Assert.True(variant.Configuration.Get<bool>()));
        await WithPayloadAsync(remote, isVariant, "false", variant => Assert.False(variant.Configuration.Get<bool>()));
        await WithPayloadAsync(remote, isVariant, "no JSON", variant => Assert.Equal("no JSON", variant.Configuration.Get<string>()), warns: true);
    }

    [Theory]
    [CombinatorialBools]
    public Task Configuration_EmptyArrayPayload_BindsToEmptyCollection(bool remote, bool isVariant) =>
        WithPayloadAsync(remote, isVariant, "[]", variant => Assert.Equal([], variant.Configuration.Get<string[]>()!));

    [Theory]
    [InlineData("{}", JsonValueKind.Object)]
    [InlineData("null", JsonValueKind.Null)]
    public async Task Configuration_EmptyPayload_IsNull(string payload, JsonValueKind kind)
    {
        foreach (bool remote in new[] { false, true })
        {
            await using GateHost host = await StartAsync(remote, isVariant: true, payload);
            await host.InRequestAsync(async context =>
            {
                Variant variant = await context.RequestServices.GetRequiredService<IVariantFeatureManager>().GetVariantAsync("flag");
                Assert.Equal("bold", variant.Name);
                Assert.Null(variant.Configuration);

                FlagResult result = await context.RequestServices.GetRequiredService<IPostHogFlags>().GetFlagAsync("flag");
                Assert.Equal(kind, result.Payload!.Value.ValueKind);
            });
        }
    }

    [Theory]
    [CombinatorialBools]
    public async Task Configuration_SameDefinitions_IsSameObject(bool remote, bool scoped)
    {
        await using GateHost host = await GateHost.StartAsync(new GateHostSettings(FlagJson.Set(FlagJson.Variant("flag", "bold", """{"a":1}"""), FlagJson.On("other")))
        {
            Remote = remote,
            Scoped = scoped,
            Configuration = [new("PostHog:Definitions:PollInterval", "00:00:00.1")],
        });
        IConfigurationSection first = await ConfigurationAsync(host);
        Assert.Same(first, await ConfigurationAsync(host));

        if (!remote)
        {
            await host.SwitchAsync("other", active: false);
            IConfigurationSection second = await ConfigurationAsync(host);
            Assert.NotSame(first, second);
            Assert.Equal("1", second["a"]);
        }
    }

    [Theory]
    [CombinatorialBools]
    public async Task GetVariantAsync_FlagOffOrWithoutVariant_ReturnsNull(bool remote, bool scoped)
    {
        string off = FlagJson.Off("off").Replace("\"filters\":{", "\"filters\":{\"payloads\":{\"true\":\"1\"},", StringComparison.Ordinal);
        await using GateHost host = await GateHost.StartAsync(new GateHostSettings(FlagJson.Set(FlagJson.On("plain"), off)) { Remote = remote, Scoped = scoped });

        await host.InRequestAsync(async context =>
        {
            var manager = context.RequestServices.GetRequiredService<IVariantFeatureManager>();
            Assert.True(await manager.IsEnabledAsync("plain"));
            Assert.Null(await manager.GetVariantAsync("plain"));
            Assert.False(await manager.IsEnabledAsync("off"));
            Assert.Null(await manager.GetVariantAsync("off"));
            Assert.Null(await manager.GetVariantAsync("unknown"));
        });
        Assert.Empty(host.Logs.Troubles);
    }

    [Fact]
    public async Task GetVariantAsync_ServerOnlyFlag_ReturnsPayload()
    {
        string flag = FlagJson.Variant("flag", "bold", """{"a":1}""").Replace("\"active\"", "\"ensure_experience_continuity\":true,\"active\"", StringComparison.Ordinal);
        await using GateHost host = await GateHost.StartAsync(new GateHostSettings(FlagJson.Set(flag)));

        Assert.Equal("1", (await ConfigurationAsync(host))["a"]);
        Assert.Equal(1, host.PostHog.RequestCount("/flags"));
    }

    [Fact]
    public async Task GetVariantAsync_UnreadableDefinition_ReturnsServerPayload()
    {
        var canned = new CannedAnswers();
        canned.Answer("""{"flags":{"flag":{"key":"flag","enabled":true,"variant":"bold","metadata":{"payload":"{\"a\":1}"} } } }""", "/flags");
        await using GateHost host = await GateHost.StartAsync(new GateHostSettings(FlagJson.Set(FlagJson.Flag("flag", """ "version":99,"rules":[] """)))
        {
            Services = services => CannedAnswers.Add(services, canned),
        });

        Assert.Equal("1", (await ConfigurationAsync(host))["a"]);
    }

    private static async Task WithPayloadAsync(bool remote, bool isVariant, string payload, Action<Variant> check, bool warns = false)
    {
        await using GateHost host = await StartAsync(remote, isVariant, payload);
        await host.InRequestAsync(async context =>
        {
            Variant variant = await context.RequestServices.GetRequiredService<IVariantFeatureManager>().GetVariantAsync("flag");
            Assert.Equal(isVariant ? "bold" : "true", variant.Name);
            check(variant);
        });
        if (!warns)
        {
            Assert.Empty(host.Logs.Troubles);
        }
    }

    private static async Task<IConfigurationSection> ConfigurationAsync(GateHost host)
    {
        IConfigurationSection? configuration = null;
        await host.InRequestAsync(async context =>
            configuration = (await context.RequestServices.GetRequiredService<IVariantFeatureManager>().GetVariantAsync("flag")).Configuration);
        return configuration!;
    }

    private static Task<GateHost> StartAsync(bool remote, bool isVariant, string payload) => GateHost.StartAsync(
        new GateHostSettings(FlagJson.Set(isVariant ? FlagJson.Variant("flag", "bold", payload) : FlagJson.WithPayload("flag", payload))) { Remote = remote });

    private sealed class Theme
    {
        public string? Color { get; set; }

        public IReadOnlyList<double> Sizes { get; set; } = [];

        public bool IsNew { get; set; }

        public DayOfWeek Day { get; set; }

        public Dictionary<string, Dictionary<string, string>>? Nested { get; set; }

        public Row[]? Rows { get; set; }

        public string? None { get; set; }
    }

    private sealed record Row(int Id);
}
