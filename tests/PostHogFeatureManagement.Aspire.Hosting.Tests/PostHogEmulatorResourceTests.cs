using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Eventing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.FeatureManagement;
using PostHogFeatureManagement.Emulator;

namespace PostHogFeatureManagement.Aspire.Hosting.Tests;

/// <summary>The app host's model, and the emulator in it. Nothing starts the orchestrator of Aspire, which would run the applications.</summary>
[Trait("Promise", "EM-06")]
public sealed class PostHogEmulatorResourceTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task WithReference_EmulatorStarted_TheApplicationUsesIt()
    {
        IDistributedApplicationBuilder builder = Builder();
        IResourceBuilder<PostHogEmulatorResource> posthog = builder.AddPostHogEmulator("posthog", options => options.Definitions = """{ "beta": true }""");
        IResourceBuilder<ExecutableResource> shop = builder.AddExecutable("shop", "shop", ".").WithReference(posthog).WaitFor(posthog);
        await using DistributedApplication app = builder.Build();

        await InitializeAsync(app, posthog.Resource);
        KeyValuePair<string, string?> variable = await ConnectionAsync(app, shop.Resource);

        Uri address = app.Services.GetRequiredService<PostHogEmulator>().BaseAddress;
        Assert.Equal(KeyValuePair.Create("ConnectionStrings__posthog", (string?)$"Endpoint={address};ProjectToken=phc_emulator;SecretKey=phs_emulator"), variable);
        Assert.True(await IsOnAsync("beta", variable));
    }

    [Fact]
    public async Task Initialize_Emulator_IsRunningWithItsPage()
    {
        IDistributedApplicationBuilder builder = Builder();
        IResourceBuilder<PostHogEmulatorResource> posthog = builder.AddPostHogEmulator("posthog");
        await using DistributedApplication app = builder.Build();

        await InitializeAsync(app, posthog.Resource);

        Assert.True(app.Services.GetRequiredService<ResourceNotificationService>().TryGetCurrentState("posthog", out ResourceEvent? now));
        Assert.Equal(KnownResourceStates.Running, now.Snapshot.State?.Text);
        Uri page = new(Assert.Single(now.Snapshot.Urls).Url);
        using var http = new HttpClient();
        Assert.Contains("PostHog emulator", await http.GetStringAsync(page, Cancelled), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AddPostHogEmulator_RelativeFile_StartsAtTheFolderOfTheAppHost()
    {
        string folder = Directory.CreateTempSubdirectory("posthog-tests-").FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "flags.json"), """{ "beta": true }""", Cancelled);
        IDistributedApplicationBuilder builder = Builder(folder);
        builder.AddPostHogEmulator("posthog", "flags.json");
        await using (DistributedApplication app = builder.Build())
        {
            Assert.Contains("beta", app.Services.GetRequiredService<PostHogEmulator>().ExportDefinitions(), StringComparison.Ordinal);
        }

        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task ConnectionString_WithoutLocalEvaluation_HasNoSecretKey()
    {
        IDistributedApplicationBuilder builder = Builder();
        IResourceBuilder<PostHogEmulatorResource> posthog = builder.AddPostHogEmulator("posthog", static options => options.LocalEvaluation = false);
        await using DistributedApplication app = builder.Build();

        await InitializeAsync(app, posthog.Resource);

        string? connection = await posthog.Resource.ConnectionStringExpression.GetValueAsync(Cancelled);
        Assert.EndsWith(";ProjectToken=phc_emulator", connection, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ConnectionString_EmulatorNotStarted_IsWaitedFor()
    {
        IDistributedApplicationBuilder builder = Builder();
        IResourceBuilder<PostHogEmulatorResource> posthog = builder.AddPostHogEmulator("posthog");
        await using DistributedApplication app = builder.Build();

        ValueTask<string?> connection = posthog.Resource.ConnectionStringExpression.GetValueAsync(Cancelled);
        Assert.False(connection.IsCompleted);
        await InitializeAsync(app, posthog.Resource);

        Assert.StartsWith("Endpoint=http://127.0.0.1:", await connection, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AddPostHogEmulator_Published_LeavesTheEmulatorOut()
    {
        IDistributedApplicationBuilder builder = Builder(null, "--publisher", "manifest");
        IResourceBuilder<PostHogEmulatorResource> posthog = builder.AddPostHogEmulator("posthog");
        await using DistributedApplication app = builder.Build();

        Assert.Null(app.Services.GetService<PostHogEmulator>());
        Assert.Contains(ManifestPublishingCallbackAnnotation.Ignore, posthog.Resource.Annotations);
    }

    [Fact]
    public void AddPostHogEmulator_Twice_NamesTheFirst()
    {
        IDistributedApplicationBuilder builder = Builder();
        builder.AddPostHogEmulator("posthog");

        InvalidOperationException exception = Assert.Throws<InvalidOperationException>(() => builder.AddPostHogEmulator("other"));

        Assert.Contains("'posthog'", exception.Message, StringComparison.Ordinal);
    }

    private static IDistributedApplicationBuilder Builder(string? folder = null, params string[] args) =>
        DistributedApplication.CreateBuilder(new DistributedApplicationOptions
        {
            Args = [.. args, "--environment", "Development"],
            DisableDashboard = true,
            ProjectDirectory = folder ?? AppContext.BaseDirectory,
        });

    private static Task InitializeAsync(DistributedApplication app, IResource resource)
    {
        IServiceProvider services = app.Services;
        IDistributedApplicationEventing eventing = services.GetRequiredService<IDistributedApplicationEventing>();
        return eventing.PublishAsync(
            new InitializeResourceEvent(
                resource, eventing, services.GetRequiredService<ResourceLoggerService>(), services.GetRequiredService<ResourceNotificationService>(), services),
            Cancelled);
    }

    /// <summary>The environment variable that the application gets when it starts.</summary>
    private static async Task<KeyValuePair<string, string?>> ConnectionAsync(DistributedApplication app, IResource application)
    {
        var context = new EnvironmentCallbackContext(app.Services.GetRequiredService<DistributedApplicationExecutionContext>(), application, cancellationToken: Cancelled);
        foreach (EnvironmentCallbackAnnotation annotation in application.Annotations.OfType<EnvironmentCallbackAnnotation>())
        {
            await annotation.Callback(context);
        }

        KeyValuePair<string, object> variable = context.EnvironmentVariables.Single(static pair => pair.Key.StartsWith("ConnectionStrings", StringComparison.Ordinal));
        return KeyValuePair.Create(variable.Key, await ((IValueProvider)variable.Value).GetValueAsync(Cancelled));
    }

    /// <summary>What an application makes of its environment variable.</summary>
    private static async Task<bool> IsOnAsync(string flag, KeyValuePair<string, string?> variable)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { EnvironmentName = Environments.Development });
        builder.Configuration.AddInMemoryCollection([KeyValuePair.Create(variable.Key.Replace("__", ":", StringComparison.Ordinal), variable.Value)]);
        builder.Services.AddFeatureManagement().AddPostHog();
        using IHost host = builder.Build();
        await host.StartAsync(Cancelled);
        FlagResult found = await host.Services.GetRequiredService<IPostHogFlags>().GetFlagAsync(flag, new PostHogContext("ada"), cancellationToken: Cancelled);
        return found.IsEnabled;
    }
}
