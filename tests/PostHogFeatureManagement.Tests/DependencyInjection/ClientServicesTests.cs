using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using PostHogFeatureManagement.Client;
using PostHogFeatureManagement.DependencyInjection;
using PostHogFeatureManagement.Fleet;
using PostHogFeatureManagement.Tests.Client;

namespace PostHogFeatureManagement.Tests.DependencyInjection;

[Trait("Promise", "RS-06")]
public class ClientServicesTests
{
    [Fact]
    public void AddPostHogClient_CalledTwice_ChangesNothing()
    {
        var services = new ServiceCollection();
        services.AddPostHogClient().AddPostHogFleet();
        int before = services.Count;

        services.AddPostHogClient().AddPostHogFleet();

        Assert.Equal(before, services.Count);
        Assert.Single(services, static service => service.ImplementationType == typeof(SharedBreakerSync));
    }

    [Fact]
    public void AddPostHogClient_ClientAlreadyRegistered_KeepsIt()
    {
        var services = new ServiceCollection();
        services.AddSingleton<IPostHogClient>(static _ => null!);

        services.AddPostHogClient();

        Assert.Single(services, static service => service.ServiceType == typeof(IPostHogClient));
    }

    [Fact]
    [Trait("Promise", "RS-01")]
    public async Task AddPostHogClient_DefaultHandlersForAllClients_AreIgnored()
    {
        using var fixture = new ClientFixture(register: static services =>
            services.ConfigureHttpClientDefaults(static http => http.AddHttpMessageHandler(static () => new RetryingHandler())));
        fixture.PostHog.Status(HttpStatusCode.ServiceUnavailable);

        await fixture.EvaluateAsync();

        Assert.Equal(1, fixture.PostHog.Count);
    }

    [Fact]
    public async Task AddPostHogClient_HandlerAddedByName_IsUsed()
    {
        using var fixture = new ClientFixture(
            static options => options.Client.MaxRetryAttempts = 0,
            static services => services.AddHttpClient(PostHogHttp.ClientName).AddHttpMessageHandler(static () => new RetryingHandler()));
        fixture.PostHog.Status(HttpStatusCode.ServiceUnavailable);

        await fixture.EvaluateAsync();

        Assert.Equal(2, fixture.PostHog.Count);
    }

    [Fact]
    [Trait("Promise", "SC-02")]
    public void CreateHandler_Always_DisablesRedirectsAndCookies()
    {
        using SocketsHttpHandler handler = PostHogHttp.CreateHandler();

        Assert.False(handler.AllowAutoRedirect);
        Assert.False(handler.UseCookies);
        Assert.Equal(TimeSpan.FromMinutes(5), handler.PooledConnectionLifetime);
    }

    [Fact]
    public void CreateClient_Always_LeavesTimeoutToPipelines()
    {
        using var fixture = new ClientFixture();
        using HttpClient client = fixture.Get<IHttpClientFactory>().CreateClient(PostHogHttp.ClientName);

        Assert.Equal(Timeout.InfiniteTimeSpan, client.Timeout);
    }

    [Fact]
    public void AddPostHogClient_DisabledWithInvalidSettings_StillResolves()
    {
        using var fixture = new ClientFixture(static options =>
        {
            options.Enabled = false;
            options.ProjectToken = null;
            options.SecretKey = null;
            options.HostUrl = "not a url";
        });

        Assert.NotNull(fixture.Client);
        Assert.Single(fixture.Get<IEnumerable<IHostedService>>());
    }

    private sealed class RetryingHandler : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            using HttpResponseMessage first = await base.SendAsync(request, cancellationToken);
            return await base.SendAsync(request, cancellationToken);
        }
    }
}
