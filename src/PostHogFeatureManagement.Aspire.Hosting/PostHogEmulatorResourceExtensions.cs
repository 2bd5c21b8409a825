using System.Collections.Immutable;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.FeatureManagement;
using PostHogFeatureManagement.Aspire.Hosting;
using PostHogFeatureManagement.Emulator;

namespace Aspire.Hosting;

/// <summary>Adds the emulator to an app host.</summary>
public static class PostHogEmulatorResourceExtensions
{
    /// <summary>
    /// Adds a local PostHog that runs inside the app host, with flags from a file that is reloaded whenever it changes. Pass it to applications with
    /// <c>WithReference</c>. It is left out when the app host is published.
    /// </summary>
    /// <param name="builder">The app host's builder.</param>
    /// <param name="name">The resource's name. <c>AddPostHog()</c> looks for the connection string <c>posthog</c> unless <c>PostHog:ConnectionName</c> names another.</param>
    /// <param name="definitionsFile">The file with the flags, in the short form or in PostHog's format. A relative path starts at the app host's folder.</param>
    public static IResourceBuilder<PostHogEmulatorResource> AddPostHogEmulator(
        this IDistributedApplicationBuilder builder, [ResourceName] string name, string definitionsFile)
    {
        ArgumentNullException.ThrowIfNull(builder);
        string file = Path.GetFullPath(definitionsFile, builder.AppHostDirectory);
        return builder.AddPostHogEmulator(name, options => options.DefinitionsFile = file);
    }

    /// <summary>
    /// Adds a local PostHog that runs inside the app host. Pass it to applications with <c>WithReference</c>. It is left out when the app host is published.
    /// </summary>
    /// <param name="builder">The app host's builder.</param>
    /// <param name="name">The resource's name. <c>AddPostHog()</c> looks for the connection string <c>posthog</c> unless <c>PostHog:ConnectionName</c> names another.</param>
    /// <param name="configure">Changes the settings. By default the emulator has no flags and takes a free port.</param>
    /// <exception cref="InvalidOperationException">The app host has an emulator already.</exception>
    public static IResourceBuilder<PostHogEmulatorResource> AddPostHogEmulator(
        this IDistributedApplicationBuilder builder, [ResourceName] string name, Action<PostHogEmulatorOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (builder.Resources.OfType<PostHogEmulatorResource>().FirstOrDefault() is { } other)
        {
            throw new InvalidOperationException($"The app host has a PostHog emulator already: '{other.Name}'. Applications share it.");
        }

        IResourceBuilder<PostHogEmulatorResource> emulator = builder.AddResource(new PostHogEmulatorResource(name)).ExcludeFromManifest();
        if (builder.ExecutionContext.IsPublishMode)
        {
            return emulator;
        }

        builder.Services.AddFeatureManagement().AddPostHogEmulator(configure);
        return emulator
            .WithInitialState(new CustomResourceSnapshot { ResourceType = "PostHog emulator", Properties = [], State = KnownResourceStates.NotStarted })
            .OnInitializeResource(static (resource, starting, cancellationToken) => StartAsync(resource, starting, cancellationToken));
    }

    private static async Task StartAsync(PostHogEmulatorResource resource, InitializeResourceEvent starting, CancellationToken cancellationToken)
    {
        PostHogEmulator emulator = starting.Services.GetRequiredService<PostHogEmulator>();
        await emulator.StartAsync(cancellationToken).ConfigureAwait(false);
        resource.Connect(emulator, starting.Services.GetRequiredService<IOptions<PostHogEmulatorOptions>>().Value);
        await starting.Eventing.PublishAsync(new ConnectionStringAvailableEvent(resource, starting.Services), cancellationToken).ConfigureAwait(false);
        await starting.Eventing.PublishAsync(new BeforeResourceStartedEvent(resource, starting.Services), cancellationToken).ConfigureAwait(false);
        ImmutableArray<UrlSnapshot> page = [new UrlSnapshot("page", emulator.BaseAddress.AbsoluteUri, IsInternal: false)];
        await starting.Notifications
            .PublishUpdateAsync(resource, snapshot => snapshot with { State = KnownResourceStates.Running, Urls = page })
            .ConfigureAwait(false);
    }
}
