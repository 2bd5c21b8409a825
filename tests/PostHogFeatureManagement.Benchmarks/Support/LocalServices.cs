using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.FeatureManagement;
using PostHogFeatureManagement.Client;
using PostHogFeatureManagement.Definitions;
using PostHogFeatureManagement.Identity;

namespace PostHogFeatureManagement.Benchmarks.Support;

/// <summary>An application's services with PostHog and the sixty flags.</summary>
internal static class LocalServices
{
    /// <param name="isScoped">Whether the managers are scoped.</param>
    /// <param name="document">Definitions other than the sixty flags.</param>
    public static ServiceProvider Create(bool isScoped = false, byte[]? document = null)
    {
        ServiceProvider provider = Build(isScoped, static options => (options.ProjectToken, options.Events.SendFlagCalled) = ("phc_benchmarks", false));
        provider.GetRequiredService<DefinitionsInstaller>()
            .InstallFromServer(DefinitionsContent.Of(document ?? Documents.Sixty(), etag: null, DateTimeOffset.UnixEpoch));
        return provider;
    }

    /// <summary>In remote mode: PostHog's servers decide.</summary>
    public static ServiceProvider CreateRemote(Uri posthog) => Build(isScoped: false, options =>
    {
        options.ProjectToken = "phc_benchmarks";
        options.HostUrl = posthog.ToString();
        options.Events.SendFlagCalled = false;
    });

    /// <summary>With exposures, which the given handler takes.</summary>
    public static ServiceProvider CreateExposing(HttpMessageHandler posthog)
    {
        ServiceProvider provider = Build(
            isScoped: false,
            static options => options.ProjectToken = "phc_benchmarks",
            services => services.AddHttpClient(PostHogHttp.ClientName).ConfigurePrimaryHttpMessageHandler(() => posthog));
        provider.GetRequiredService<DefinitionsInstaller>().InstallFromServer(DefinitionsContent.Of(Documents.Sixty(), etag: null, DateTimeOffset.UnixEpoch));
        return provider;
    }

    /// <summary>With definitions that come from the given handler when they are asked for.</summary>
    public static ServiceProvider CreatePolling(HttpMessageHandler posthog) => Build(
        isScoped: false,
        static options => (options.ProjectToken, options.SecretKey, options.Events.SendFlagCalled) = ("phc_benchmarks", "phs_benchmarks", false),
        services => services.AddHttpClient(PostHogHttp.ClientName).ConfigurePrimaryHttpMessageHandler(() => posthog));

    /// <summary>Sets up the current async flow as a web request whose caller is known, like <c>UsePostHog()</c>.</summary>
    public static void EnterRequest(this ServiceProvider provider)
    {
        var httpContext = new DefaultHttpContext { RequestServices = provider };
        provider.GetRequiredService<IHttpContextAccessor>().HttpContext = httpContext;
        provider.GetRequiredService<CurrentRequests>().Enter(httpContext).State!.Pin(new PinnedCaller(httpContext.User, Caller.OfApplication(Callers.One())));
    }

    private static ServiceProvider Build(
        bool isScoped,
        Action<PostHogFeatureManagementOptions> configure,
        Action<IServiceCollection>? register = null)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build());
        IFeatureManagementBuilder builder = isScoped ? services.AddScopedFeatureManagement() : services.AddFeatureManagement();
        builder.AddPostHog(configure);
        register?.Invoke(services);
        return services.BuildServiceProvider();
    }
}
