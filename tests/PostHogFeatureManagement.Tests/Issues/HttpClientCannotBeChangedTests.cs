using Microsoft.Extensions.DependencyInjection;
using Microsoft.FeatureManagement;
using PostHogFeatureManagement.Client;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Issues;

/// <summary>An application that needs a handler, a proxy or a certificate on PostHog's client could not add one: the client's name is not public.</summary>
[Trait("Promise", "RS-06")]
public sealed class HttpClientCannotBeChangedTests
{
    [Fact]
    public async Task ConfigurePostHogHttp_Handlers_SeeRequestsInOrderOfCalls()
    {
        var seen = new List<string>();
        using var postHog = new StubHandler();
        postHog.Flags("beta");
        await using ServiceProvider provider = AppSettings.InSection().Build(features => features
            .AddPostHog()
            .ConfigurePostHogHttp(http => http.ConfigurePrimaryHttpMessageHandler(() => postHog))
            .ConfigurePostHogHttp(http => http.AddHttpMessageHandler(() => new NotingHandler("first", seen)))
            .ConfigurePostHogHttp(http => http.AddHttpMessageHandler(() => new NotingHandler("second", seen)))
            .AddPostHog());

        FlagResult answer = await provider.GetRequiredService<IPostHogFlags>()
            .GetFlagAsync("beta", new PostHogContext("anna"), cancellationToken: TestContext.Current.CancellationToken);

        Assert.True(answer.IsEnabled);
        Assert.Equal(["first", "second"], seen);
    }

    [Fact]
    [Trait("Promise", "SC-02")]
    public void ConfigurePostHogHttp_PrimaryHandler_IsOursToChange()
    {
        SocketsHttpHandler? primary = null;
        using ServiceProvider provider = AppSettings.InSection().Build(features => features
            .AddPostHog()
            .ConfigurePostHogHttp(http => http.ConfigurePrimaryHttpMessageHandler((handler, _) => primary = handler as SocketsHttpHandler)));

        provider.GetRequiredService<IHttpMessageHandlerFactory>().CreateHandler(PostHogHttp.ClientName);

        Assert.False(Assert.IsType<SocketsHttpHandler>(primary).AllowAutoRedirect);
    }

    private sealed class NotingHandler(string name, List<string> seen) : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            seen.Add(name);
            return base.SendAsync(request, cancellationToken);
        }
    }
}
