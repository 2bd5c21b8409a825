namespace PostHogFeatureManagement.Tests.Docs;

/// <summary>
/// What the page about migrating uses of PostHog's package, with the signatures of PostHog.AspNetCore 2.8.4 and PostHog 2.13.3. The package itself is not a
/// reference of this repository.
/// </summary>
internal static class PostHogsPackage
{
    public const string Declarations = """
        #nullable enable
        namespace PostHog
        {
            using PostHog.Config;
            using PostHog.Features;

            public interface IPostHogClient
            {
                Task FlushAsync();
            }

            public class GroupCollection;

            public class AllFeatureFlagsOptions
            {
                public Dictionary<string, object?>? PersonProperties { get; init; }
            }

            public class FeatureFlagOptions : AllFeatureFlagsOptions;

            public static class Registration
            {
                public static IHostApplicationBuilder AddPostHog(this IHostApplicationBuilder builder) => builder;

                public static IHostApplicationBuilder AddPostHog(this IHostApplicationBuilder builder, Action<IPostHogConfigurationBuilder>? options) => builder;
            }

            public class PostHogRequestContextOptions;

            public static class PostHogRequestContextMiddlewareExtensions
            {
                public static IApplicationBuilder UsePostHogRequestContext(this IApplicationBuilder app, Action<PostHogRequestContextOptions>? configure = null) => app;
            }

            public static class CaptureExtensions
            {
                public static bool Capture(this IPostHogClient client, string distinctId, string eventName, bool sendFeatureFlags) => true;

                public static bool Capture(this IPostHogClient client, string distinctId, string eventName, Dictionary<string, object>? properties) => true;

                public static bool Capture(this IPostHogClient client, string distinctId, string eventName, DateTimeOffset timestamp) => true;

                public static bool Capture(this IPostHogClient client, string distinctId, string eventName, GroupCollection groups) => true;
            }

            public static class FeatureFlagExtensions
            {
                public static Task<FeatureFlagEvaluations> EvaluateFlagsAsync(this IPostHogClient client, string distinctId) => throw new NotSupportedException();
            }
        }

        namespace PostHog.Features
        {
            public record FeatureFlag
            {
                public string? VariantKey { get; init; }
            }

            public sealed class FeatureFlagEvaluations
            {
                public bool IsEnabled(string key) => false;

                public FeatureFlag? GetFlag(string key) => null;
            }
        }

        namespace PostHog.FeatureManagement
        {
            public interface IPostHogFeatureFlagContextProvider;

            public abstract class PostHogFeatureFlagContextProvider : IPostHogFeatureFlagContextProvider
            {
                protected virtual ValueTask<FeatureFlagOptions> GetFeatureFlagOptionsAsync() => new(new FeatureFlagOptions());

                protected abstract string? GetDistinctId();
            }
        }

        namespace PostHog.Config
        {
            using PostHog.FeatureManagement;

            public interface IPostHogConfigurationBuilder;

            public static class PostHogConfigurationBuilderExtensions
            {
                public static IPostHogConfigurationBuilder UseFeatureManagement<TContextProvider>(this IPostHogConfigurationBuilder builder)
                    where TContextProvider : class, IPostHogFeatureFlagContextProvider => builder;
            }
        }
        """;
}
