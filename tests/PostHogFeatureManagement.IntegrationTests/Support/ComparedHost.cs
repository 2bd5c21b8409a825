using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.FeatureManagement;
using Microsoft.FeatureManagement.AspNetCore;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.IntegrationTests.Support;

/// <summary>One application with Microsoft's feature management alone or with PostHog, to compare what its configured flags say. Service scopes are validated.</summary>
internal sealed class ComparedHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ComparedHost(WebApplication app) => _app = app;

    public IServiceProvider Services => _app.Services;

    public static async Task<ComparedHost> StartAsync(ComparedHostSettings settings, PostHogMode mode)
    {
        WebApplication app = Build(settings, mode);
        try
        {
            await app.StartAsync(TestContext.Current.CancellationToken);
            if (mode == PostHogMode.OffLater)
            {
                app.Services.GetRequiredService<LiveSettings>().Change(("PostHog:Enabled", "false"));
            }

            return new ComparedHost(app);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    /// <summary>Asserts that PostHog in this mode changes nothing about the configured flags: for users and visitors, and outside of requests.</summary>
    public static async Task AssertSameAsAloneAsync(ComparedHostSettings settings, PostHogMode mode)
    {
        string alone = await DescribeAsync(settings, PostHogMode.None);
        string here = await DescribeAsync(settings, mode);
        Assert.Equal(alone, here);
    }

    public async Task<string> AskAsync(string feature, string? user)
    {
        using HttpClient client = _app.GetTestClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/ask/{feature}");
        if (user is not null)
        {
            request.Headers.Add(TestUser.Header, user);
        }

        using HttpResponseMessage response = await client.SendAsync(request);
        return await response.Content.ReadAsStringAsync();
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static async Task<string> DescribeAsync(ComparedHostSettings settings, PostHogMode mode)
    {
        await using ComparedHost host = await StartAsync(settings, mode);
        var text = new StringBuilder();
        foreach (string feature in settings.Features)
        {
            text.AppendLine(await host.AskAsync(feature, user: null)).AppendLine(await host.AskAsync(feature, "anna")).AppendLine(await host.GateAsync(feature));
            await using AsyncServiceScope scope = host.Services.CreateAsyncScope();
            text.AppendLine(await DescribeAsync(scope.ServiceProvider, feature));
        }

        return text.ToString();
    }

    private static async Task<string> DescribeAsync(IServiceProvider services, string feature)
    {
        var features = FeatureInterfaces.Of(services);
        return string.Join(
            ' ',
            feature,
            await TryAsync(async () => await features.AskAsync(feature)),
            await TryAsync(async () => Name(await features.Variants.GetVariantAsync(feature))),
            await TryAsync(async () => Name(await features.VariantSnapshot.GetVariantAsync(feature))));

        static string Name(Variant? variant) => variant?.Name ?? "none";
    }

    private static async Task<string> TryAsync(Func<Task<string>> ask)
    {
        try
        {
            return await ask();
        }
        catch (Exception exception)
        {
            return $"{exception.GetType().Name}({exception.Message})";
        }
    }

    private static WebApplication Build(ComparedHostSettings settings, PostHogMode mode)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = Environments.Staging });
        builder.Host.UseDefaultServiceProvider(options => options.ValidateScopes = true);
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(settings.Configuration)));
        var live = new LiveSettings();
        builder.Configuration.Sources.Add(live);
        builder.Services.AddSingleton(live);
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders();
        builder.Services.AddRouting();
        IFeatureManagementBuilder features = settings.Scoped ? builder.Services.AddScopedFeatureManagement() : builder.Services.AddFeatureManagement();
        settings.BeforePostHog?.Invoke(features);
        Add(features, settings, mode);
        settings.AfterPostHog?.Invoke(features);

        WebApplication app = builder.Build();
        app.UseTestUser();
        app.MapGet("/ask/{feature}", static (string feature, HttpContext context) => DescribeAsync(context.RequestServices, feature));
        foreach (string feature in settings.Features)
        {
            app.MapGet($"/gate/{feature}", static () => "open").WithFeatureGate(feature);
        }

        return app;
    }

    private static void Add(IFeatureManagementBuilder features, ComparedHostSettings settings, PostHogMode mode)
    {
        if (mode == PostHogMode.None)
        {
            return;
        }

        features.AddPostHog(options =>
        {
            options.Enabled = mode != PostHogMode.Off;
            options.ProjectToken = "phc_compared";
            options.HostUrl = "http://127.0.0.1:1";
            options.Client.MaxRetryAttempts = 0;
        });
        if (mode is PostHogMode.Local or PostHogMode.Remote or PostHogMode.OffLater)
        {
            features.AddPostHogEmulator(options =>
            {
                options.Definitions = settings.Definitions;
                options.LocalEvaluation = mode != PostHogMode.Remote;
            });
        }
    }

    private Task<string> GateAsync(string feature) => TryAsync(async () =>
    {
        using HttpClient client = _app.GetTestClient();
        using HttpResponseMessage response = await client.GetAsync(new Uri($"/gate/{feature}", UriKind.Relative));
        return response.StatusCode.ToString();
    });
}
