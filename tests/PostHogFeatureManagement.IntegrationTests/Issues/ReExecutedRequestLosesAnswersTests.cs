using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.FeatureManagement;
using PostHogFeatureManagement.IntegrationTests.Support;

namespace PostHogFeatureManagement.IntegrationTests.Issues;

/// <summary>An error page re-executes the request. The request's pinned answers were lost on the way, so the page could see other flags.</summary>
[Trait("Promise", "RC-02")]
public sealed class ReExecutedRequestLosesAnswersTests
{
    [Theory]
    [CombinatorialBools]
    public async Task ErrorPage_RequestReExecuted_SeesSameFlags(bool scoped, bool remote)
    {
        GateHost host = null!;
        host = await GateHost.StartAsync(new GateHostSettings(FlagJson.Set(FlagJson.On("beta")))
        {
            Scoped = scoped,
            Remote = remote,
            Configuration = [new("PostHog:Cache:FreshFor", "00:00:00"), new("PostHog:Definitions:PollInterval", "00:00:00.1")],
            Pipeline = app =>
            {
                app.UseStatusCodePagesWithReExecute("/error");
                app.UseTestUser();
                app.UsePostHog();
                app.UseRouting();
                app.MapGet("/missing", async (IVariantFeatureManager features) =>
                {
                    Assert.True(await features.IsEnabledAsync("beta"));
                    await (remote ? Task.Run(() => host.PostHog.SetActive("beta", false)) : host.SwitchAsync("beta", active: false));
                    return Results.StatusCode(StatusCodes.Status410Gone);
                });
                app.MapGet("/error", async (IVariantFeatureManager features) => $"beta {await features.IsEnabledAsync("beta")}");
            },
        });

        await using GateHost end = host;
        using HttpResponseMessage response = await host.SendAsync("/missing");

        Assert.Equal(System.Net.HttpStatusCode.Gone, response.StatusCode);
        Assert.Equal("beta True", await response.Content.ReadAsStringAsync());
        Assert.Equal(remote ? 1 : 0, host.PostHog.RequestCount("/flags"));
        using HttpResponseMessage next = await host.SendAsync("/error");
        Assert.Equal("beta False", await next.Content.ReadAsStringAsync());
    }
}
