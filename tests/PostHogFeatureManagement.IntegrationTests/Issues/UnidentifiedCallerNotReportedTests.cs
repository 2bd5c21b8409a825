using Microsoft.Extensions.DependencyInjection;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.IntegrationTests.Support;

namespace PostHogFeatureManagement.IntegrationTests.Issues;

/// <summary>
/// Without a secret key, PostHog is not asked about a visitor without any id, so a flag that is released to everyone was off for them, and nothing said why.
/// </summary>
[Trait("Promise", "ID-09")]
public sealed class UnidentifiedCallerNotReportedTests
{
    [Theory]
    [CombinatorialBools]
    public async Task Check_VisitorWithoutId_IsReportedOnceWithoutSecretKey(bool scoped, bool remote, bool all)
    {
        await using GateHost host = await GateHost.StartAsync(new GateHostSettings(FlagJson.Set(FlagJson.On("beta"))) { Scoped = scoped, Remote = remote });

        for (int i = 0; i < 3; i++)
        {
            await host.InRequestAsync(
                async context =>
                {
                    if (all)
                    {
                        var flags = context.RequestServices.GetRequiredService<IPostHogFlags>();
                        Assert.Equal(remote ? 0 : 1, (await flags.GetAllFlagsAsync()).Count);
                    }
                    else
                    {
                        Assert.Equal(remote ? "off" : "on", await FeatureInterfaces.Of(context.RequestServices).AskAsync("beta"));
                    }
                },
                user: null);
        }

        Assert.Equal(remote ? [LogEvents.CallerWithoutId] : [], host.Logs.Troubles.Select(static entry => entry.EventId.Id));
        Assert.Equal(0, host.PostHog.RequestCount("/flags"));
    }
}
