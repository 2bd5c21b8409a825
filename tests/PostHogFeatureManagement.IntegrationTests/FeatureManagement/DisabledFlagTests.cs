using Microsoft.Extensions.DependencyInjection;
using PostHogFeatureManagement.IntegrationTests.Support;

namespace PostHogFeatureManagement.IntegrationTests.FeatureManagement;

/// <summary>
/// A flag that is disabled in PostHog while a configured flag of the same name is on. Definitions say that the flag is off. Remote answers omit it
/// (protocol §2.3), as if it did not exist, so the configuration decides.
/// </summary>
[Trait("Promise", "FM-15")]
[Trait("Promise", "RC-09")]
public sealed class DisabledFlagTests
{
    private const string NoOne = """{"properties":[],"rollout_percentage":0}""";

    [Theory]
    [CombinatorialBools]
    public async Task Check_DisabledFlag_IsOffLocallyAndUsesConfigurationRemotely(bool scoped, bool remote)
    {
        await using GateHost host = await StartAsync(scoped, remote);

        await host.InRequestAsync(async context =>
        {
            Assert.Equal(remote ? "on" : "off", await FeatureInterfaces.Of(context.RequestServices).AskAsync("retired"));
            FlagResult result = await context.RequestServices.GetRequiredService<IPostHogFlags>().GetFlagAsync("retired");
            Assert.Equal(remote ? FlagSource.Configuration : FlagSource.Local, result.Source);
        });
    }

    [Theory]
    [CombinatorialBools]
    public async Task Check_FlagReleasedToNoOne_IsOff(bool scoped, bool remote)
    {
        await using GateHost host = await StartAsync(scoped, remote);

        await host.InRequestAsync(async context => Assert.Equal("off", await FeatureInterfaces.Of(context.RequestServices).AskAsync("withheld")));
    }

    [Theory]
    [CombinatorialBools]
    public async Task Check_RemoteAnswerSaysDisabled_IsOff(bool scoped)
    {
        var canned = new CannedAnswers();
        canned.Answer("""{"flags":{"retired":{"key":"retired","enabled":false,"reason":{"code":"flag_disabled"} } } }""");
        await using GateHost host = await StartAsync(scoped, remote: true, services => CannedAnswers.Add(services, canned));

        await host.InRequestAsync(async context =>
        {
            Assert.Equal("off", await FeatureInterfaces.Of(context.RequestServices).AskAsync("retired"));
            Assert.Equal(FlagReason.FlagDisabled, (await context.RequestServices.GetRequiredService<IPostHogFlags>().GetFlagAsync("retired")).Reason);
        });
    }

    private static Task<GateHost> StartAsync(bool scoped, bool remote, Action<IServiceCollection>? services = null) =>
        GateHost.StartAsync(new GateHostSettings(FlagJson.Set(FlagJson.Off("retired"), FlagJson.Flag("withheld", $""" "groups":[{NoOne}] """)))
        {
            Scoped = scoped,
            Remote = remote,
            Configuration = [new("FeatureManagement:retired", "true"), new("FeatureManagement:withheld", "true")],
            Services = services,
        });
}
