using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using PostHogFeatureManagement;
using PostHogFeatureManagement.DependencyInjection;
using PostHogFeatureManagement.Emulator;
using PostHogFeatureManagement.Emulator.Hosting;

namespace Microsoft.FeatureManagement;

/// <summary>Adds the emulator to an application.</summary>
public static class PostHogEmulatorBuilderExtensions
{
    /// <summary>
    /// Starts a local PostHog together with the application and points the application at it, no matter what the configuration says. For development and tests.
    /// To control the emulator, get <see cref="PostHogEmulator"/> from the service provider. A second call adds to the settings of the first.
    /// </summary>
    /// <param name="builder">The feature management builder.</param>
    /// <param name="configure">Changes the settings. By default the emulator has no flags and takes a free port.</param>
    public static IFeatureManagementBuilder AddPostHogEmulator(this IFeatureManagementBuilder builder, Action<PostHogEmulatorOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddEmulator(configure);
        return builder;
    }

    /// <summary>
    /// Starts a local PostHog together with the application, with flags from a file that is reloaded whenever it changes.
    /// See <see cref="AddPostHogEmulator(IFeatureManagementBuilder, Action{PostHogEmulatorOptions}?)"/>.
    /// </summary>
    /// <param name="builder">The feature management builder.</param>
    /// <param name="definitionsFile">
    /// A file in the short form, such as <c>{ "beta": true }</c>, or in the format of PostHog's <c>/flags/definitions</c>. A relative path starts at the content
    /// root.
    /// </param>
    public static IFeatureManagementBuilder AddPostHogEmulator(this IFeatureManagementBuilder builder, string definitionsFile)
    {
        ArgumentNullException.ThrowIfNull(definitionsFile);
        return builder.AddPostHogEmulator(options => options.DefinitionsFile = definitionsFile);
    }

    /// <summary>For a host that has its feature management registered elsewhere.</summary>
    internal static void AddEmulator(this IServiceCollection services, Action<PostHogEmulatorOptions>? configure)
    {
        services.AddOptions<PostHogEmulatorOptions>();
        if (configure is not null)
        {
            services.Configure(configure);
        }

        if (services.Any(service => service.ServiceType == typeof(PostHogEmulator)))
        {
            return;
        }

        services.AddPostHogClock();
        services.AddSingleton<IValidateOptions<PostHogEmulatorOptions>, PostHogEmulatorOptionsValidator>();
        services.AddSingleton(Create);
        services.AddSingleton<IPostConfigureOptions<PostHogFeatureManagementOptions>, ClientSetup>();
        services.Insert(0, ServiceDescriptor.Singleton<IHostedService, EmulatorHostedService>());
    }

    private static PostHogEmulator Create(IServiceProvider services)
    {
        PostHogEmulatorOptions options = services.GetRequiredService<IOptions<PostHogEmulatorOptions>>().Value;
        IHostEnvironment? environment = services.GetService<IHostEnvironment>();
        ILoggerFactory loggers = services.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance;
        if (environment?.IsProduction() is true)
        {
            ProductionGuard.Check(options, environment, loggers);
        }

        string contentRoot = environment?.ContentRootPath ?? Directory.GetCurrentDirectory();
        return new PostHogEmulator(
            options, contentRoot, services.LibraryClock(), services.ApplicationClock(), new ClientRefresh(services).Begin, loggers);
    }
}
