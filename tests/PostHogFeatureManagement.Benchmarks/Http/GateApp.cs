using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.FeatureManagement;

namespace PostHogFeatureManagement.Benchmarks.Http;

/// <summary>
/// A web application with a gated and a plain action. PostHog is in the gated action's pipeline only, so the plain action shows the cost without it.
/// </summary>
internal static class GateApp
{
    /// <summary>The setting with the address of the Redis to use. Without it there is no distributed cache.</summary>
    public const string RedisSetting = "Redis";

    /// <summary>When set, the flag is always on in the configuration, and the application does not use PostHog.</summary>
    public const string ConstantSetting = "Constant";

    /// <summary>Serves until standard input ends, so it never outlives the process that started it.</summary>
    public static async Task<int> ServeAsync(string[] settings)
    {
        WebApplicationBuilder builder = CreateBuilder(settings);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using WebApplication app = Build(builder, static app => app.UseWhen(IsGated, static gated => gated.UsePostHog()));
        await app.StartAsync();
        Console.WriteLine(app.Urls.First());
        await Console.In.ReadToEndAsync();
        return 0;
    }

    public static WebApplicationBuilder CreateBuilder(string[] settings)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(settings);
        builder.Logging.ClearProviders();
        builder.Services.AddControllers();
        AddFeatures(builder);
        return builder;
    }

    /// <param name="builder">The application's settings and services.</param>
    /// <param name="usePostHog">What an application with PostHog has in its pipeline for it.</param>
    public static WebApplication Build(WebApplicationBuilder builder, Action<IApplicationBuilder> usePostHog)
    {
        WebApplication app = builder.Build();
        app.Use(static (context, next) =>
        {
            context.User = Principal(context.Request);
            return next(context);
        });
        if (!IsConstant(app.Configuration))
        {
            usePostHog(app);
        }

        app.MapControllers();
        return app;
    }

    private static void AddFeatures(WebApplicationBuilder builder)
    {
        IFeatureManagementBuilder features = builder.Services.AddFeatureManagement();
        if (IsConstant(builder.Configuration))
        {
            builder.Configuration[$"FeatureManagement:{ActionsController.Flag}"] = "true";
            return;
        }

        features.AddPostHog();
        if (builder.Configuration[RedisSetting] is { } redis)
        {
            features.AddPostHogRedis(redis);
        }
    }

    private static bool IsGated(HttpContext context) => context.Request.Path.StartsWithSegments(ActionsController.Gated, StringComparison.Ordinal);

    private static bool IsConstant(IConfiguration configuration) => configuration[ConstantSetting] is not null;

    private static ClaimsPrincipal Principal(HttpRequest request) =>
        new(new ClaimsIdentity([new Claim("sub", request.Headers["X-User"].ToString())], "header"));
}
