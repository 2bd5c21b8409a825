using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using PostHogFeatureManagement;
using PostHogFeatureManagement.DependencyInjection;

namespace Microsoft.FeatureManagement;

/// <summary>Connects Microsoft.FeatureManagement with PostHog.</summary>
public static class PostHogFeatureManagementBuilderExtensions
{
    /// <summary>
    /// Answers feature flags from PostHog, with the settings of the configuration section <c>PostHog</c>. Flags in the application's own configuration keep working beside them.
    /// Call it last; calling it again changes nothing.
    /// </summary>
    /// <param name="builder">What <c>AddFeatureManagement()</c> or <c>AddScopedFeatureManagement()</c> returned.</param>
    public static IFeatureManagementBuilder AddPostHog(this IFeatureManagementBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddPostHogOptions(section: null);
        return builder.AddPostHogCore();
    }

    /// <summary>Answers feature flags from PostHog, with the settings of a configuration section of the application's choice.</summary>
    /// <param name="builder">What <c>AddFeatureManagement()</c> or <c>AddScopedFeatureManagement()</c> returned.</param>
    /// <param name="section">The section that holds PostHog's settings.</param>
    public static IFeatureManagementBuilder AddPostHog(this IFeatureManagementBuilder builder, IConfiguration section)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(section);
        builder.Services.AddPostHogOptions(section);
        return builder.AddPostHogCore();
    }

    /// <summary>Answers feature flags from PostHog, with the settings of the configuration section <c>PostHog</c> and then those set here.</summary>
    /// <param name="builder">What <c>AddFeatureManagement()</c> or <c>AddScopedFeatureManagement()</c> returned.</param>
    /// <param name="configure">Changes the settings after the configuration was read.</param>
    public static IFeatureManagementBuilder AddPostHog(this IFeatureManagementBuilder builder, Action<PostHogFeatureManagementOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        builder.AddPostHog();
        builder.Services.Configure(configure);
        return builder;
    }

    /// <summary>Finds the ambient caller with a class of the application's, which may be scoped and have dependencies, instead of the built-in chain.</summary>
    /// <typeparam name="TAccessor">The class; registered as a scoped service unless the application has registered it already.</typeparam>
    /// <param name="builder">What <c>AddPostHog()</c> returned.</param>
    public static IFeatureManagementBuilder WithPostHogContext<TAccessor>(this IFeatureManagementBuilder builder)
        where TAccessor : class, IPostHogContextAccessor
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddPostHogContext<TAccessor>();
        return builder;
    }

    private static IFeatureManagementBuilder AddPostHogCore(this IFeatureManagementBuilder builder)
    {
        if (!builder.Services.TryMark<PostHogMarker>())
        {
            builder.Services.RemoveRepeatedFilters();
            return builder;
        }

        builder.Services
            .AddPostHogCaching()
            .AddPostHogClient()
            .AddPostHogDefinitions()
            .AddPostHogFlags()
            .AddPostHogWeb()
            .AddPostHogApiDescriptions();
        return builder.AddPostHogFeatureManagement();
    }
}
