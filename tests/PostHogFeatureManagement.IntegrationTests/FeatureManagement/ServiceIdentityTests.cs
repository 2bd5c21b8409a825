using Microsoft.Extensions.DependencyInjection;
using PostHogFeatureManagement.Identity;
using PostHogFeatureManagement.IntegrationTests.Support;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.IntegrationTests.FeatureManagement;

/// <summary>Who is asking when nothing says so. The table of the page <c>identity.md</c> is the expectation.</summary>
[Trait("Promise", "ID-06")]
public sealed class ServiceIdentityTests
{
    private static readonly KeyValuePair<string, string?>[] Service =
    [
        new("PostHog:Identity:ServiceDistinctId", "the-service"),
        new("PostHog:Identity:ServiceProperties:team", "search"),
    ];

    [Theory]
    [CombinatorialBools]
    public async Task Job_NobodySays_IsTheService(bool scoped, bool remote)
    {
        await using GateHost host = await StartAsync(scoped, remote, Service);
        await using AsyncServiceScope job = host.Services.CreateAsyncScope();

        Assert.Equal("on", await FeatureInterfaces.Of(job.ServiceProvider).AskAsync("only-service"));
        Assert.Equal("on", await FeatureInterfaces.Of(job.ServiceProvider).AskAsync("only-search"));
        using (PostHogContext.BeginScope(new PostHogContext("anna")))
        {
            Assert.Equal("off", await FeatureInterfaces.Of(job.ServiceProvider).AskAsync("only-service"));
        }
    }

    [Theory]
    [CombinatorialBools]
    public async Task Job_NoServiceInSettings_IsNobody(bool scoped)
    {
        await using GateHost host = await StartAsync(scoped, remote: false);

        Assert.Equal(((string?)null, CallerTrust.None), await WhoAsync(host));
    }

    [Fact]
    public async Task Job_BuiltInProperties_BelongToTheService()
    {
        await using GateHost host = await StartAsync(scoped: false, remote: false, [.. Service, new("PostHog:Identity:BuiltInProperties", "true")]);

        PostHogContext service = (await FindAsync(host)).Context;

        Assert.Equal(("search", Environment.MachineName), (service.PersonProperties["team"], service.PersonProperties["host"]));
    }

    [Fact]
    public async Task Request_NobodySays_IsNotTheService()
    {
        await using GateHost host = await StartAsync(scoped: false, remote: false, Service);

        await host.InRequestAsync(
            async context =>
            {
                Assert.Equal("off", await FeatureInterfaces.Of(context.RequestServices).AskAsync("only-service"));
                Assert.Equal(((string?)null, CallerTrust.None), await WhoAsync(host));
            },
            user: null);
    }

    [Fact]
    public async Task Connection_ItsRequestHasEnded_IsNotTheService()
    {
        await using GateHost host = await StartAsync(scoped: false, remote: false, Service);

        // As a hub call with long polling.
        host.Services.GetRequiredService<CurrentRequests>().EnterConnection();

        Assert.Equal(((string?)null, CallerTrust.None), await WhoAsync(host));
    }

    [Theory]
    [CombinatorialBools]
    public async Task Work_OutlivesItsRequest_IsTheService(bool usePostHog)
    {
        await using GateHost host = await StartAsync(scoped: false, remote: false, Service, usePostHog);
        CurrentRequests requests = host.Services.GetRequiredService<CurrentRequests>();
        var ended = new TaskCompletionSource();
        Task<(string? Id, CallerTrust Trust)>? work = null;
        await host.InRequestAsync(context =>
        {
            work = OutliveAsync();
            return Task.CompletedTask;

            async Task<(string? Id, CallerTrust Trust)> OutliveAsync()
            {
                await ended.Task;
                await Eventually.TrueAsync(() => !requests.HasVisitor);
                return await WhoAsync(host);
            }
        });

        ended.SetResult();

        Assert.Equal(("the-service", CallerTrust.Application), await work!);
    }

    private static async Task<(string? Id, CallerTrust Trust)> WhoAsync(GateHost host)
    {
        Caller caller = await FindAsync(host);
        return (caller.Context.DistinctId, caller.Trust);
    }

    private static ValueTask<Caller> FindAsync(GateHost host) =>
        host.Services.GetRequiredService<AmbientCaller>().GetOfRequestAsync(ManagerServices.None, TestContext.Current.CancellationToken);

    private static Task<GateHost> StartAsync(bool scoped, bool remote, KeyValuePair<string, string?>[]? settings = null, bool usePostHog = true) =>
        GateHost.StartAsync(new GateHostSettings(FlagJson.Set(FlagJson.ForUser("only-service", "the-service"), FlagJson.ForProperty("only-search", "team", "search")))
        {
            Scoped = scoped,
            Remote = remote,
            UsePostHog = usePostHog,
            Configuration = settings ?? [],
        });
}
