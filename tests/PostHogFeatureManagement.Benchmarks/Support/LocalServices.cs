using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.FeatureManagement;
using PostHogFeatureManagement.AspNetCore;
using PostHogFeatureManagement.Definitions;

namespace PostHogFeatureManagement.Benchmarks.Support;

/// <summary>An application's services with PostHog in local mode and the sixty flags.</summary>
internal static class LocalServices
{
    public static ServiceProvider Create(bool isScoped = false)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build());
        IFeatureManagementBuilder builder = isScoped ? services.AddScopedFeatureManagement() : services.AddFeatureManagement();
        builder.AddPostHog(static options => options.ProjectToken = "phc_benchmarks");
        ServiceProvider provider = services.BuildServiceProvider();
        provider.GetRequiredService<DefinitionsStore>().Publish(CompiledFlags.From(Documents.Sixty()), DateTimeOffset.UnixEpoch, FlagSource.Local);
        return provider;
    }

    /// <summary>Sets up the current async flow as a web request whose caller is known, like <c>UsePostHog()</c>.</summary>
    public static void EnterRequest(this ServiceProvider provider)
    {
        var httpContext = new DefaultHttpContext { RequestServices = provider };
        provider.GetRequiredService<IHttpContextAccessor>().HttpContext = httpContext;
        provider.GetRequiredService<HttpRequestStateAccessor>().Enter(httpContext).Scope!.PinCaller(httpContext.User, Callers.One());
    }
}
