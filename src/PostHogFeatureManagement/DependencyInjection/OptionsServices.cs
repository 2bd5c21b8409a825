using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using PostHogFeatureManagement.Configuration;

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

        services.AddSingleton(provider => Read(section ?? provider.GetService<IConfiguration>()?.GetSection(PostHogFeatureManagementOptions.SectionName)));
        services.AddOptions<PostHogFeatureManagementOptions>()
            .Configure<OptionsSection>(static (options, values) => values.Bind(options))
            .ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<PostHogFeatureManagementOptions>, PostHogFeatureManagementOptionsValidator>());
        return services;
    }

    private static OptionsSection Read(IConfiguration? section) =>
        section is null ? OptionsSection.Empty : OptionsSectionReader.Read(section, PostHogFeatureManagementOptions.SectionName);
}
