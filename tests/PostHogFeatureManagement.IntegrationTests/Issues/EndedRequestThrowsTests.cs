using Microsoft.AspNetCore.Http;
using PostHogFeatureManagement.IntegrationTests.Support;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.IntegrationTests.Issues;

/// <summary>Flag checks in work that outlives its request threw, because the request cannot be read after it has ended.</summary>
[Trait("Promise", "FM-08")]
[Trait("Promise", "FM-20")]
public sealed class EndedRequestThrowsTests
{
    [Theory]
    [CombinatorialBools]
    public async Task Check_EndedRequestAsContext_IsAnonymous(bool scoped, bool usePostHog)
    {
        await using GateHost host = await GateHost.StartAsync(new GateHostSettings(FlagJson.Set(FlagJson.On("beta"), FlagJson.ForUser("only-anna", "anna")))
        {
            Scoped = scoped,
            Listens = true,
            UsePostHog = usePostHog,
        });
        HttpContext? request = null;
        FeatureInterfaces? features = null;
        await host.InRequestAsync(async context =>
        {
            request = context;
            features = FeatureInterfaces.Of(context.RequestServices);
            Assert.Equal("on", await features.AskAsync("only-anna", context));
        });
        await Eventually.TrueAsync(() => HasEnded(request!));

        Assert.Equal("on", await features!.AskAsync("beta", request!));
        Assert.Equal("off", await features.AskAsync("only-anna", request!));
    }

    private static bool HasEnded(HttpContext context)
    {
        try
        {
            return context.User is null;
        }
        catch (ObjectDisposedException)
        {
            return true;
        }
    }
}
