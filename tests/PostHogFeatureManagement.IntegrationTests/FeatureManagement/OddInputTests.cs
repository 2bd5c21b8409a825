using System.Collections;
using System.Text.Json;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.DependencyInjection;
using PostHogFeatureManagement.IntegrationTests.Support;

namespace PostHogFeatureManagement.IntegrationTests.FeatureManagement;

/// <summary>Malformed definitions and configuration, broken caches and unreadable property values.</summary>
[Trait("Promise", "FM-20")]
public sealed class OddInputTests
{
    private const string Healthy = "healthy";

    public static TheoryData<string> BrokenFlags =>
    [
        """{"key":"odd"}""",
        """{"key":"odd","active":true}""",
        """{"key":"odd","active":"yes","filters":[]}""",
        """{"id":"x","key":"odd","active":true,"filters":{"groups":"all"} }""",
        """{"id":9,"key":"odd","active":true,"filters":{"groups":[{"properties":[{"key":"a","type":"person","operator":"no_such_operator","value":1}],"rollout_percentage":100}]} }""",
        """{"id":9,"key":"odd","active":true,"filters":{"groups":[{"properties":[{"type":"cohort","value":404}],"rollout_percentage":100}]} }""",
        """{"id":9,"key":"odd","active":true,"filters":{"groups":[{"properties":[{"key":"odd","type":"flag","operator":"flag_evaluates_to","value":true,"dependency_chain":["odd"]}],"rollout_percentage":100}]} }""",
        """{"id":9,"key":"odd","active":true,"filters":{"groups":[{"rollout_percentage":100}],"multivariate":{"variants":[{"key":null,"rollout_percentage":"all"}]} } }""",
        """{"id":9,"key":"odd","active":true,"filters":{"version":99,"rules":[]} }""",
        """{"id":9,"key":"odd","active":true,"filters":{"groups":[{"properties":[{"key":"a","operator":"regex","value":"("}],"rollout_percentage":100}]} }""",
        """null""",
        """7""",
    ];

    [Theory]
    [MemberData(nameof(BrokenFlags))]
    public async Task Check_MalformedFlag_OthersStillAnswer(string odd)
    {
        foreach ((bool scoped, bool remote) in new[] { (false, false), (true, false), (false, true) })
        {
            await using GateHost host = await GateHost.StartAsync(new GateHostSettings(FlagJson.Set(FlagJson.On(Healthy), odd))
            {
                Scoped = scoped,
                Remote = remote,
                Configuration = [new("FeatureManagement:only-configuration", "true")],
            });

            await host.InRequestAsync(async context =>
            {
                var features = FeatureInterfaces.Of(context.RequestServices);
                Assert.Equal("on", await features.AskAsync(Healthy));
                Assert.Equal("on", await features.AskAsync("only-configuration"));
                Assert.Contains(await features.AskAsync("odd"), (string[])["on", "off"]);
                Assert.Null((await features.Variants.GetVariantAsync("odd"))?.Configuration);
                Assert.True((await context.RequestServices.GetRequiredService<IPostHogFlags>().GetAllFlagsAsync())[Healthy].IsEnabled);
            });
        }
    }

    [Theory]
    [CombinatorialBools]
    public async Task Check_BrokenDistributedCache_StillAnswers(bool scoped, bool throwsAtOnce)
    {
        await using GateHost host = await GateHost.StartAsync(new GateHostSettings(FlagJson.Set(FlagJson.Variant(Healthy, "bold")))
        {
            Scoped = scoped,
            Remote = true,
            Services = services => services.AddSingleton<IDistributedCache>(new BrokenCache(throwsAtOnce)),
        });

        for (int i = 0; i < 3; i++)
        {
            await host.InRequestAsync(async context =>
            {
                var features = FeatureInterfaces.Of(context.RequestServices);
                Assert.Equal("on", await features.AskAsync(Healthy));
                Assert.Equal("bold", (await features.Variants.GetVariantAsync(Healthy)).Name);
            });
        }

        Assert.Equal(1, host.PostHog.RequestCount("/flags"));
    }

    [Theory]
    [CombinatorialBools]
    public async Task Check_UnreadableProperty_DoesNotThrow(bool remote, bool cached)
    {
        await using GateHost host = await GateHost.StartAsync(new GateHostSettings(FlagJson.Set(FlagJson.ForProperty("asks-for-it", "odd", "x"), FlagJson.On(Healthy)))
        {
            Remote = remote,
            Configuration = [new("PostHog:Cache:FreshFor", cached ? "00:00:30" : "00:00:00")],
        });

        foreach (object? odd in OddValues())
        {
            var context = new PostHogTargetingContext(new PostHogContext("anna") { PersonProperties = new Dictionary<string, object?> { ["odd"] = odd } });
            await host.InRequestAsync(async http =>
            {
                var features = FeatureInterfaces.Of(http.RequestServices);
                Assert.Equal("off", await features.AskAsync("asks-for-it", context));
                Assert.NotNull(await http.RequestServices.GetRequiredService<IPostHogFlags>().GetAllFlagsAsync(context.Context));
                Assert.Equal(remote ? await features.AskAsync(Healthy, context) : "on", await features.AskAsync(Healthy, context));
            });
        }
    }

    [Theory]
    [CombinatorialBools]
    public async Task Start_UnreadableConfiguredFlag_OthersStillAnswer(bool scoped, bool remote)
    {
        await using GateHost host = await GateHost.StartAsync(new GateHostSettings(FlagJson.Set(FlagJson.On(Healthy), FlagJson.ServerOnly("broken")))
        {
            Scoped = scoped,
            Remote = remote,
            Configuration =
            [
                new("FeatureManagement:broken:RequirementType", "Sometimes"),
                new("FeatureManagement:broken:EnabledFor:0:Name", "AlwaysOn"),
                new("FeatureManagement:fine", "true"),
            ],
        });

        await host.InRequestAsync(async context =>
        {
            var features = FeatureInterfaces.Of(context.RequestServices);
            Assert.Equal("on", await features.AskAsync(Healthy));
            Assert.Equal("on", await features.AskAsync("fine"));
            Assert.Equal("on", await features.AskAsync("broken"));
        });

        host.PostHog.SetFaults(new() { Status = 500 });
        await host.InRequestAsync(async context => Assert.Equal("off", await FeatureInterfaces.Of(context.RequestServices).AskAsync("broken")), user: "bob");
        await host.InRequestAsync(async context => Assert.NotNull(await context.RequestServices.GetRequiredService<IPostHogFlags>().GetAllFlagsAsync()), user: "carl");
    }

    private static IEnumerable<object?> OddValues()
    {
        var selfReference = new List<object?>();
        selfReference.Add(selfReference);
        JsonDocument document = JsonDocument.Parse("[1]");
        JsonElement disposed = document.RootElement;
        document.Dispose();
        return [new Unreadable(), selfReference, disposed, "\uD800", double.NaN, new object(), (1, 2), IntPtr.MaxValue, new Dictionary<string, object?> { ["a"] = new Unreadable() }];
    }

    private sealed class Unreadable : IEnumerable<string>
    {
        public IEnumerator<string> GetEnumerator() => throw new NotSupportedException("This list cannot be read.");

        public override string ToString() => throw new NotSupportedException("Nor be written.");

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
