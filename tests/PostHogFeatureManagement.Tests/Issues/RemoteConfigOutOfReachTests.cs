using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.FeatureManagement;

namespace PostHogFeatureManagement.Tests.Issues;

/// <summary>
/// PostHog leaves remote config out of the definitions, so an application that evaluates flags itself could neither read its values nor check such a flag.
/// </summary>
[Trait("Promise", "RC-14")]
public sealed class RemoteConfigOutOfReachTests
{
    private const string Definitions = """
        { "flags": [
            { "id": 7, "key": "prices", "active": true, "is_remote_configuration": true,
              "filters": { "groups": [ { "properties": [], "rollout_percentage": 100 } ], "payloads": { "true": "{\"eur\":5}" } } },
            { "id": 8, "key": "secrets", "active": true, "is_remote_configuration": true, "has_encrypted_payloads": true,
              "filters": { "groups": [ { "properties": [], "rollout_percentage": 100 } ], "payloads": { "true": "\"shh\"" } } } ] }
        """;

    [Theory]
    [InlineData("phs_own", null)]
    [InlineData("phx_own", "shh")]
    public async Task GetAsync_Emulator_GivesWhatTheKeyMayRead(string secretKey, string? secret)
    {
        using IHost host = await StartAsync(("PostHog:SecretKey", secretKey));
        IPostHogRemoteConfig config = host.Services.GetRequiredService<IPostHogRemoteConfig>();

        RemoteConfigResult prices = await config.GetAsync("prices", TestContext.Current.CancellationToken);
        RemoteConfigResult secrets = await config.GetAsync("secrets", TestContext.Current.CancellationToken);
        RemoteConfigResult unknown = await config.GetAsync("nothing", TestContext.Current.CancellationToken);

        Assert.Equal(5, prices.Value!.Value.GetProperty("eur").GetInt32());
        Assert.Equal(secret, secrets.Value?.GetString());
        Assert.Equal((null, FlagReason.FlagNotFound), (unknown.Value, unknown.Reason));
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("false", false)]
    public async Task IsEnabledAsync_KeyMissingFromDefinitions_IsAskedOfPostHog(string askForMissing, bool expected)
    {
        using IHost host = await StartAsync(("PostHog:Definitions:AskForMissing", askForMissing), ("PostHog:Identity:ServiceDistinctId", "shop"));

        Assert.Equal(expected, await host.Services.GetRequiredService<IFeatureManager>().IsEnabledAsync("prices"));
    }

    private static async Task<IHost> StartAsync(params (string Key, string Value)[] settings)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { EnvironmentName = Environments.Development });
        builder.Configuration.AddInMemoryCollection(settings.Select(static setting => KeyValuePair.Create<string, string?>(setting.Key, setting.Value)));
        builder.Services.AddFeatureManagement().AddPostHogEmulator(static options => options.Definitions = Definitions).AddPostHog();
        IHost host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        return host;
    }
}
