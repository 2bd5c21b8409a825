using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PostHogFeatureManagement.Configuration;
using PostHogFeatureManagement.Diagnostics;

namespace PostHogFeatureManagement.DependencyInjection;

internal static class OptionsServices
{
    /// <param name="services">The application's services.</param>
    /// <param name="section">The section to read; null for the default one. The first registration decides.</param>
    public static IServiceCollection AddPostHogOptions(this IServiceCollection services, IConfiguration? section)
    {
        bool isFirst = !services.Any(static descriptor => descriptor.ServiceType == typeof(OptionsSection));
        if (!isFirst)
        {
            return services;
        }

        services.AddSingleton(provider => Read(
            provider,
            section ?? provider.GetService<IConfiguration>()?.GetSection(PostHogFeatureManagementOptions.SectionName)));
        services.AddOptions<PostHogFeatureManagementOptions>()
            .Configure<OptionsSection>(static (options, values) => values.Bind(options))
            .ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<PostHogFeatureManagementOptions>, PostHogFeatureManagementOptionsValidator>());
        return services;
    }

    // The section is read once, so each old name is logged once.
    private static OptionsSection Read(IServiceProvider provider, IConfiguration? section)
    {
        if (section is null)
        {
            return OptionsSection.Empty;
        }

        OptionsSection read = OptionsSectionReader.Read(section, PostHogFeatureManagementOptions.SectionName);
        if (provider.GetService<ILogger<PostHogFeatureManagementOptions>>() is { } logger)
        {
            foreach (RenamedSetting setting in read.Renamed)
            {
                logger.SettingRenamed(setting.OldName, setting.NewName);
            }
        }

        return read;
    }
}
