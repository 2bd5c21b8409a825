using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PostHogFeatureManagement.Configuration;
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

        services.AddSingleton(static provider => new OptionsSectionSource(
            [.. provider.GetServices<PassedSection>().Select(static passed => passed.Section)], provider.GetService<IConfiguration>()));
        services.AddSingleton(Read);
        services.AddSingleton<IConfigureOptions<PostHogFeatureManagementOptions>, OptionsSectionBinder>();
        services.AddOptions<PostHogFeatureManagementOptions>()
            .PostConfigure<IServiceProvider>(static (options, provider) =>
            {
                ConnectionRules.Apply(options, provider.GetService<IConfiguration>());
                KeyRules.Trim(options);
            })
            .ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<PostHogFeatureManagementOptions>, PostHogFeatureManagementOptionsValidator>());
        services.AddSingleton<SettingsCheck>();
        services.AddSingleton(Follow);
        services.AddSingleton(static provider => provider.GetRequiredService<SettingsFollower>().Switch);
        return services;
    }

    // The section of the start is read only once, so everything unusual about it is logged only once.
    private static OptionsSection Read(IServiceProvider provider)
    {
        OptionsSection read = provider.GetRequiredService<OptionsSectionSource>().Read();
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

    private static SettingsFollower Follow(IServiceProvider provider)
    {
        OptionsSection section = provider.GetRequiredService<OptionsSection>();
        ILogger? logger = provider.GetService<ILogger<PostHogFeatureManagementOptions>>();
        return new SettingsFollower(
            section,
            provider.GetRequiredService<IOptions<PostHogFeatureManagementOptions>>(),
            provider.GetRequiredService<OptionsSectionSource>(),
            provider.GetRequiredService<SettingsCheck>(),
            change => Log(change, section.PathOf(nameof(PostHogFeatureManagementOptions.Enabled)), logger));
    }

    private static void Log(SettingsChange change, string setting, ILogger? logger)
    {
        if (change.SwitchedOn is { } isOn)
        {
            logger?.Switched(isOn ? "on" : "off", setting);
        }

        if (change.Obstacles.Count > 0)
        {
            logger?.SwitchStaysOff(setting, string.Join(' ', change.Obstacles));
        }

        if (change.Problems.Count > 0)
        {
            logger?.ChangedSettingsInvalid(string.Join(' ', change.Problems), setting);
        }
    }

    /// <summary>A section that the application passed to <c>AddPostHog</c>.</summary>
    private sealed record PassedSection(IConfiguration Section);
}
