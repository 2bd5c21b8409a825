using System.Net.WebSockets;
using System.Security.Claims;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.FeatureManagement;
using PostHogFeatureManagement.Definitions;
using PostHogFeatureManagement.IntegrationTests.Support;

namespace PostHogFeatureManagement.IntegrationTests.FeatureManagement;

/// <summary>What stays the same during a request, and what does not.</summary>
public sealed class PinnedRequestTests
{
    private static readonly KeyValuePair<string, string?> Poll = new("PostHog:Definitions:PollInterval", "00:00:00.1");
    private static readonly string Definitions = FlagJson.Set(FlagJson.On("beta"), FlagJson.ForUser("only-anna", "anna"), FlagJson.Variant("headline", "bold"));

    [Theory]
    [CombinatorialBools]
    [Trait("Promise", "FM-07")]
    [Trait("Promise", "RC-02")]
    public async Task Definitions_ChangeDuringRequest_ApplyToNextRequest(bool scoped, bool usePostHog)
    {
        await using GateHost host = await GateHost.StartAsync(new GateHostSettings(Definitions) { Scoped = scoped, UsePostHog = usePostHog, Configuration = [Poll] });

        await host.InRequestAsync(async context =>
        {
            Assert.Equal("True True bold True", await AllAnswersAsync(context.RequestServices));
            await host.SwitchAsync("beta", active: false);
            await host.SwitchAsync("headline", active: false);
            Assert.Equal("True True bold True", await AllAnswersAsync(context.RequestServices));
        });

        await host.InRequestAsync(async context => Assert.Equal("False False  False", await AllAnswersAsync(context.RequestServices)));
    }

    [Theory]
    [CombinatorialBools]
    [Trait("Promise", "RC-02")]
    public async Task RemoteAnswers_ChangeDuringRequest_ApplyToNextRequest(bool scoped, bool usePostHog)
    {
        await using GateHost host = await GateHost.StartAsync(new GateHostSettings(Definitions)
        {
            Scoped = scoped,
            Remote = true,
            UsePostHog = usePostHog,
            Configuration = [new("PostHog:Cache:FreshFor", "00:00:00.0000001"), new("PostHog:Cache:StaleFor", "00:00:00.0000001")],
        });

        await host.InRequestAsync(async context =>
        {
            Assert.Equal("True True bold True", await AllAnswersAsync(context.RequestServices));
            host.PostHog.SetActive("beta", false);
            host.PostHog.SetActive("headline", false);
            Assert.Equal("True True bold True", await AllAnswersAsync(context.RequestServices));
        });
        Assert.Equal(1, host.PostHog.RequestCount("/flags"));

        await host.InRequestAsync(async context => Assert.Equal("False False  False", await AllAnswersAsync(context.RequestServices)));
    }

    [Fact]
    [Trait("Promise", "RC-02")]
    public async Task Definitions_ArriveDuringRequest_ApplyToNextRequest()
    {
        await using GateHost host = await GateHost.StartAsync(new GateHostSettings(Definitions) { Configuration = [Poll] });
        host.PostHog.SetFaults(new() { Status = 503 });
        host.Services.GetRequiredService<DefinitionsStore>().Clear();

        await host.InRequestAsync(async context =>
        {
            Assert.Equal("False False  False", await AllAnswersAsync(context.RequestServices));
            host.PostHog.ClearFaults();
            await host.DefinitionsAsync(flags => flags.Count == 3);
            Assert.Equal("False False  False", await AllAnswersAsync(context.RequestServices));
        });

        await host.InRequestAsync(async context => Assert.Equal("True True bold True", await AllAnswersAsync(context.RequestServices)));
    }

    [Theory]
    [CombinatorialBools]
    [Trait("Promise", "ID-05")]
    public async Task Caller_SignsInDuringRequest_IsUsedAtOnce(bool usePostHog, bool remote)
    {
        await using GateHost host = await GateHost.StartAsync(new GateHostSettings(Definitions) { UsePostHog = usePostHog, Remote = remote });

        await host.InRequestAsync(
            async context =>
            {
                var manager = context.RequestServices.GetRequiredService<IVariantFeatureManager>();
                var snapshot = context.RequestServices.GetRequiredService<IVariantFeatureManagerSnapshot>();
                Assert.False(await manager.IsEnabledAsync("only-anna"));
                Assert.False(await snapshot.IsEnabledAsync("only-anna"));

                context.User = TestUser.Create("anna");
                Assert.True(await manager.IsEnabledAsync("only-anna"));
                Assert.True(await snapshot.IsEnabledAsync("only-anna"));

                context.User = new ClaimsPrincipal(new ClaimsIdentity());
                Assert.False(await manager.IsEnabledAsync("only-anna"));
            },
            user: "bob");
    }

    [Theory]
    [CombinatorialBools]
    [Trait("Promise", "FM-21")]
    public async Task Connection_FlagChanges_SeesChange(bool usePostHog)
    {
        await using GateHost host = await GateHost.StartAsync(new GateHostSettings(Definitions)
        {
            Configuration = [Poll],
            Pipeline = app =>
            {
                if (usePostHog)
                {
                    app.UsePostHog();
                }

                app.UseWebSockets();
                app.Run(AnswerEveryMessageAsync);
            },
        });

        using WebSocket socket = await host.Server.CreateWebSocketClient().ConnectAsync(new Uri("ws://localhost/"), CancellationToken.None);
        Assert.Equal("True", await AskAsync(socket));
        await host.SwitchAsync("beta", active: false);
        Assert.Equal("False", await AskAsync(socket));
    }

    private static async Task AnswerEveryMessageAsync(HttpContext context)
    {
        using WebSocket socket = await context.WebSockets.AcceptWebSocketAsync();
        byte[] buffer = new byte[16];
        while (!(await socket.ReceiveAsync(buffer, CancellationToken.None)).CloseStatus.HasValue)
        {
            bool isEnabled = await context.RequestServices.GetRequiredService<IFeatureManager>().IsEnabledAsync("beta");
            await socket.SendAsync(Encoding.UTF8.GetBytes(isEnabled.ToString()), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        }
    }

    private static async Task<string> AskAsync(WebSocket socket)
    {
        byte[] buffer = new byte[16];
        await socket.SendAsync("?"u8.ToArray(), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        WebSocketReceiveResult result = await socket.ReceiveAsync(buffer, CancellationToken.None);
        return Encoding.UTF8.GetString(buffer, 0, result.Count);
    }

    private static async Task<string> AllAnswersAsync(IServiceProvider services)
    {
        var manager = services.GetRequiredService<IFeatureManager>();
        var variants = services.GetRequiredService<IVariantFeatureManager>();
        var snapshot = services.GetRequiredService<IVariantFeatureManagerSnapshot>();
        return $"{await manager.IsEnabledAsync("beta")} {await variants.IsEnabledAsync("beta")} {(await variants.GetVariantAsync("headline"))?.Name} {await snapshot.IsEnabledAsync("beta")}";
    }
}
