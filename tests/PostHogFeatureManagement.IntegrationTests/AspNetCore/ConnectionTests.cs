using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.FeatureManagement;
using PostHogFeatureManagement.Definitions;
using PostHogFeatureManagement.Identity;
using PostHogFeatureManagement.IntegrationTests.AspNetCore.Site;
using PostHogFeatureManagement.IntegrationTests.Support;

namespace PostHogFeatureManagement.IntegrationTests.AspNetCore;

/// <summary>A connection is a single request to the server, but its messages can go on for hours.</summary>
public sealed class ConnectionTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Trait("Promise", "ID-06")]
    public async Task WebSocket_FlagChanges_UpdatesNextAnswer(bool middleware)
    {
        CancellationToken stop = TestContext.Current.CancellationToken;
        await using GateHost host = await GateHost.StartAsync(new GateHostSettings(GateSite.Definitions)
        {
            Pipeline = app =>
            {
                app.UseWebSockets();
                _ = middleware ? app.UsePostHog() : app;
                app.Map("/socket", AnswerAsync);
            },
        });
        var server = (TestServer)host.Services.GetRequiredService<IServer>();
        using WebSocket socket = await server.CreateWebSocketClient().ConnectAsync(new Uri("ws://localhost/socket"), stop);

        Assert.Equal("True", await AskAsync(socket, stop));
        host.PostHog.SetActive("on", false);
        await host.Services.GetRequiredService<DefinitionsRefresher>().RefreshOnceAsync(stop);

        Assert.Equal("False", await AskAsync(socket, stop));
    }

    [Fact]
    [Trait("Promise", "ID-06")]
    public void IsConnection_HubEndpoint_IsTrue()
    {
        var hub = new DefaultHttpContext();
        hub.SetEndpoint(new Endpoint(null, new EndpointMetadataCollection(new HubMetadata(typeof(Hub))), null));

        Assert.True(CurrentRequests.IsConnection(hub));
        Assert.False(CurrentRequests.IsConnection(new DefaultHttpContext()));
    }

    private static async Task AnswerAsync(HttpContext httpContext)
    {
        IVariantFeatureManager features = httpContext.RequestServices.GetRequiredService<IVariantFeatureManager>();
        using WebSocket socket = await httpContext.WebSockets.AcceptWebSocketAsync();
        byte[] question = new byte[16];
        while ((await socket.ReceiveAsync(question, httpContext.RequestAborted)).MessageType == WebSocketMessageType.Text)
        {
            string answer = (await features.IsEnabledAsync("on")).ToString();
            await socket.SendAsync(Encoding.UTF8.GetBytes(answer), WebSocketMessageType.Text, true, httpContext.RequestAborted);
        }
    }

    private static async Task<string> AskAsync(WebSocket socket, CancellationToken stop)
    {
        await socket.SendAsync("?"u8.ToArray(), WebSocketMessageType.Text, true, stop);
        byte[] answer = new byte[16];
        WebSocketReceiveResult result = await socket.ReceiveAsync(answer, stop);
        return Encoding.UTF8.GetString(answer, 0, result.Count);
    }
}
