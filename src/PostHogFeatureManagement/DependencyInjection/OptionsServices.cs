using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PostHogFeatureManagement.Configuration.Reading;
using PostHogFeatureManagement.Configuration.Rules;
using PostHogFeatureManagement.Diagnostics;

namespace PostHogFeatureManagement.DependencyInjection;

internal static class OptionsServices
{
    /// <param name="services">The application's services.</param>
    /// <param name="section">The section to read. Null for the default section, unless another call passes one.</param>
    public static IServiceCollection AddPostHogOptions(this IServiceCollection services, IConfiguration? section)
    {
        if (section is not null)
        {
            services.AddSingleton(new PassedSection(section));
        }

        if (services.Any(static descriptor => descriptor.ServiceType == typeof(OptionsSection)))
        {
            return services;
        }

        services.AddSingleton(Read);
        services.AddOptions<PostHogFeatureManagementOptions>()
            .Configure<OptionsSection>(static (options, values) => values.Bind(options))
            .PostConfigure<IServiceProvider>(static (options, provider) =>
            {
                ConnectionRules.Apply(options, provider.GetService<IConfiguration>());
                KeyRules.Trim(options);
            })
            .ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<PostHogFeatureManagementOptions>, PostHogFeatureManagementOptionsValidator>());
        return services;
    }

    // The section is read only once, so everything unusual about it is logged only once.
    private static OptionsSection Read(IServiceProvider provider)
    {
        IConfiguration[] passed = [.. provider.GetServices<PassedSection>().Select(static passed => passed.Section)];
        OptionsSection read = OptionsSectionFinder.Read(passed, provider.GetService<IConfiguration>());
        if (provider.GetService<ILogger<PostHogFeatureManagementOptions>>() is { } logger)
        {
            foreach (RenamedSetting setting in read.Renamed)
            {
                logger.SettingRenamed(setting.OldName, setting.NewName);
            }

            if (read.OfPostHogsPackage.Count > 0)
            {
                logger.SettingsOfPostHogsPackage(string.Join(", ", read.OfPostHogsPackage), read.Path);
            }
        }

        return read;
    }

    /// <summary>A section that the application passed to <c>AddPostHog</c>.</summary>
    private sealed record PassedSection(IConfiguration Section);
}
