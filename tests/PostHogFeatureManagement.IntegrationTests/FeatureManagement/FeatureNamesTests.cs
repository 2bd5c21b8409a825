using Microsoft.FeatureManagement;
using PostHogFeatureManagement.IntegrationTests.Support;

namespace PostHogFeatureManagement.IntegrationTests.FeatureManagement;

/// <summary>The list of feature names.</summary>
[Trait("Promise", "FM-18")]
public sealed class FeatureNamesTests
{
    private static readonly string Definitions = FlagJson.Set(FlagJson.On("both"), FlagJson.Off("old"), FlagJson.Variant("headline", "bold"));

    [Theory]
    [CombinatorialBools]
    public async Task GetFeatureNamesAsync_LocalMode_ListsEachNameOnceWithoutRequest(bool scoped, bool configurationFirst)
    {
        await using GateHost host = await StartAsync(scoped, remote: false, configurationFirst ? "ConfigurationFirst" : "PostHogFirst");

        await host.InRequestAsync(async context => Assert.Equal("both,headline,old,one-schema,other-schema", await NamesAsync(FeatureInterfaces.Of(context.RequestServices))));

        Assert.Equal(0, host.PostHog.RequestCount("/flags"));
        Assert.Equal(1, host.PostHog.RequestCount("/flags/definitions"));
        Assert.Equal(0, host.PostHog.RequestCount("/batch"));
    }

    [Theory]
    [CombinatorialBools]
    public async Task GetFeatureNamesAsync_RemoteMode_ListsNamesSeenInAnswers(bool scoped)
    {
        await using GateHost host = await StartAsync(scoped, remote: true, "PostHogFirst");

        await host.InRequestAsync(async context =>
        {
            var features = FeatureInterfaces.Of(context.RequestServices);
            Assert.Equal("both,one-schema,other-schema", await NamesAsync(features));
            Assert.Equal(0, host.PostHog.RequestCount("/flags"));

            await features.Manager.IsEnabledAsync("both");
            Assert.Equal("both,headline,one-schema,other-schema", await NamesAsync(features));
        });

        Assert.Equal(1, host.PostHog.RequestCount("/flags"));
    }

    [Fact]
    public async Task GetFeatureNamesAsync_PostHogDisabled_ListsConfiguredNames()
    {
        await using GateHost host = await StartAsync(scoped: false, remote: false, "PostHogFirst", new KeyValuePair<string, string?>("PostHog:Enabled", "false"));

        await host.InRequestAsync(async context => Assert.Equal("both,one-schema,other-schema", await NamesAsync(FeatureInterfaces.Of(context.RequestServices))));

        Assert.Equal(0, host.PostHog.RequestCount("/flags/definitions"));
    }

    [Fact]
    public async Task GetFeatureNamesAsync_DefinitionsChange_Succeeds()
    {
        await using GateHost host = await StartAsync(scoped: false, remote: false, "PostHogFirst", new KeyValuePair<string, string?>("PostHog:Definitions:PollInterval", "00:00:00.1"));
        var features = (IFeatureManager)host.Services.GetService(typeof(IFeatureManager))!;
        string many = FlagJson.Set([.. Enumerable.Range(0, 300).Select(i => FlagJson.On($"many-{i}"))]);
        int seen = 0;

        for (int round = 0; round < 6; round++)
        {
            bool isMany = round % 2 == 0;
            host.PostHog.ReplaceDefinitions(isMany ? many : Definitions);
            Task known = host.DefinitionsAsync(flags => flags.Count == (isMany ? 300 : 3));
            do
            {
                await foreach (string name in features.GetFeatureNamesAsync())
                {
                    Assert.NotEmpty(name);
                    seen++;
                    if (seen % 50 == 0)
                    {
                        await Task.Yield();
                    }
                }
            }
            while (!known.IsCompleted);
            await known;
        }

        Assert.NotEqual(0, seen);
    }

    /// <summary>The sorted names, which must be the same in all four interfaces.</summary>
    private static async Task<string> NamesAsync(FeatureInterfaces features)
    {
        string[] lists =
        [
            await JoinAsync(features.Manager.GetFeatureNamesAsync()),
            await JoinAsync(features.Variants.GetFeatureNamesAsync()),
            await JoinAsync(features.Snapshot.GetFeatureNamesAsync()),
            await JoinAsync(features.VariantSnapshot.GetFeatureNamesAsync()),
        ];
        return Assert.Single(lists.Distinct());
    }

    private static async Task<string> JoinAsync(IAsyncEnumerable<string> names)
    {
        var list = new List<string>();
        await foreach (string name in names)
        {
            list.Add(name);
        }

        return string.Join(',', list.Order(StringComparer.Ordinal));
    }

    private static Task<GateHost> StartAsync(bool scoped, bool remote, string precedence, params KeyValuePair<string, string?>[] more) => GateHost.StartAsync(new GateHostSettings(Definitions)
    {
        Scoped = scoped,
        Remote = remote,
        Configuration =
        [
            new("PostHog:FeatureManagement:Precedence", precedence),
            new("FeatureManagement:both", "true"),
            new("FeatureManagement:one-schema", "true"),
            new("feature_management:feature_flags:0:id", "both"),
            new("feature_management:feature_flags:1:id", "other-schema"),
            .. more,
        ],
    });
}
