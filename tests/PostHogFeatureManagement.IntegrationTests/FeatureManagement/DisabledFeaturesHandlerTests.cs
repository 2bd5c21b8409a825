using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.FeatureManagement;
using Microsoft.FeatureManagement.Mvc;
using PostHogFeatureManagement.IntegrationTests.FeatureManagement.Matrix;
using PostHogFeatureManagement.IntegrationTests.Support;

namespace PostHogFeatureManagement.IntegrationTests.FeatureManagement;

/// <summary>An application's own handler for closed actions.</summary>
[Trait("Promise", "FM-02")]
public sealed class DisabledFeaturesHandlerTests
{
    [Theory]
    [CombinatorialBools]
    public async Task ClosedAction_OwnHandler_HandlerAnswers(bool scoped, bool remote)
    {
        await using GateHost host = await GateHost.StartAsync(new GateHostSettings(FlagJson.Set(FlagJson.On(nameof(FlagKind.On)), FlagJson.Off(nameof(FlagKind.Off))))
        {
            Scoped = scoped,
            Remote = remote,
            AfterPostHog = features => features.UseDisabledFeaturesHandler(new Teapot()),
            Services = services => services.AddGatedMvc(),
            Pipeline = app => app.UseTestUser().UseRouting().UseEndpoints(endpoints => endpoints.MapControllers()),
        });

        using HttpResponseMessage closed = await host.SendAsync("/mvc/all/Off");
        using HttpResponseMessage open = await host.SendAsync("/mvc/all/On");

        Assert.Equal((HttpStatusCode)418, closed.StatusCode);
        Assert.Equal("On, Off", await closed.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.OK, open.StatusCode);
    }

    private sealed class Teapot : IDisabledFeaturesHandler
    {
        public Task HandleDisabledFeatures(IEnumerable<string> features, ActionExecutingContext context)
        {
            context.Result = new ContentResult { StatusCode = 418, Content = string.Join(", ", features) };
            return Task.CompletedTask;
        }
    }
}
