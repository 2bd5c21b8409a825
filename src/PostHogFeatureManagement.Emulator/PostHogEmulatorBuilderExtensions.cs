using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using PostHogFeatureManagement;
using PostHogFeatureManagement.Emulator;
using PostHogFeatureManagement.Emulator.Hosting;

namespace Microsoft.FeatureManagement;

/// <summary>Adds the emulator.</summary>
public static class PostHogEmulatorBuilderExtensions
{
    /// <summary>
    /// Starts a PostHog of your own with the application and points the application at it, whatever its configuration says. For development and tests.
    /// Take <see cref="PostHogEmulator"/> from the service provider to steer it. Calling it again adds to the settings.
    /// </summary>
    /// <param name="builder">The feature management builder.</param>
    /// <param name="configure">Settings. Without any there are no flags, and the port is a free one.</param>
    public static IFeatureManagementBuilder AddPostHogEmulator(this IFeatureManagementBuilder builder, Action<PostHogEmulatorOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        IServiceCollection services = builder.Services;
        services.AddOptions<PostHogEmulatorOptions>();
        if (configure is not null)
        {
            services.Configure(configure);
        }

        if (services.Any(service => service.ServiceType == typeof(PostHogEmulator)))
        {
            return builder;
        }

        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<IValidateOptions<PostHogEmulatorOptions>, PostHogEmulatorOptionsValidator>();
        services.AddSingleton(Create);
        services.AddSingleton<IPostConfigureOptions<PostHogFeatureManagementOptions>, ClientSetup>();
        services.Insert(0, ServiceDescriptor.Singleton<IHostedService, EmulatorHostedService>());
        return builder;
    }

    /// <summary>As <see cref="AddPostHogEmulator(IFeatureManagementBuilder, Action{PostHogEmulatorOptions}?)"/>, with the flags of a file that is read again whenever it changes.</summary>
    /// <param name="builder">The feature management builder.</param>
    /// <param name="definitionsFile">A file in the format of PostHog's <c>/flags/definitions</c>; a relative path starts at the content root.</param>
    public static IFeatureManagementBuilder AddPostHogEmulator(this IFeatureManagementBuilder builder, string definitionsFile)
    {
        ArgumentNullException.ThrowIfNull(definitionsFile);
        return builder.AddPostHogEmulator(options => options.DefinitionsFile = definitionsFile);
    }

    private static PostHogEmulator Create(IServiceProvider services) => new(
        services.GetRequiredService<IOptions<PostHogEmulatorOptions>>().Value,
        services.GetService<IHostEnvironment>()?.ContentRootPath ?? Directory.GetCurrentDirectory(),
        services.GetRequiredService<TimeProvider>(),
        services.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance);
}
