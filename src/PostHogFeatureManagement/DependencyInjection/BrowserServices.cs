using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using PostHogFeatureManagement.AspNetCore.Bootstrap;
using PostHogFeatureManagement.AspNetCore.Proxy;

namespace PostHogFeatureManagement.DependencyInjection;

/// <summary>Registers what browsers get: the bootstrap of pages, the flags endpoint and the proxy.</summary>
internal static class BrowserServices
{
    public static IServiceCollection AddPostHogBrowser(this IServiceCollection services)
    {
        services.TryAddSingleton<BrowserFlags>();
        services.TryAddSingleton<PageIdentities>();
        services.TryAddSingleton<BootstrapPage>();
        services.TryAddSingleton<PostHogProxy>();
        services
            .AddHttpClient(PostHogProxy.ClientName)
            .ConfigurePrimaryHttpMessageHandler(static () => new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                ConnectTimeout = TimeSpan.FromSeconds(5),
                PooledConnectionLifetime = TimeSpan.FromMinutes(5),
                UseCookies = false,
            })
            .ConfigureAdditionalHttpMessageHandlers(static (handlers, _) => handlers.Clear())
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .RemoveAllLoggers();
        return services;
    }
}
