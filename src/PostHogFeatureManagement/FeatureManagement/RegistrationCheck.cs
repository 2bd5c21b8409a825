using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.FeatureManagement;
using Microsoft.FeatureManagement.FeatureFilters;

namespace PostHogFeatureManagement.FeatureManagement;

/// <summary>Fails the start when another registration would silently take PostHog's place, or make its gates throw (architecture §4).</summary>
/// <param name="scopes">Where to look.</param>
/// <param name="targeting">The application's own accessor.</param>
/// <param name="facts">What was there when PostHog was added.</param>
internal sealed class RegistrationCheck(IServiceScopeFactory scopes, ApplicationTargeting targeting, RegistrationFacts facts) : IHostedLifecycleService
{
    private const string Advice = "Call AddPostHog last; where it is called several times, the first call counts.";

    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        AsyncServiceScope scope = scopes.CreateAsyncScope();
        await using ConfiguredAsyncDisposable end = scope.ConfigureAwait(false);
        CheckProvider(scope.ServiceProvider.GetRequiredService<IFeatureDefinitionProvider>());
        CheckAccessor(scope.ServiceProvider.GetRequiredService<ITargetingContextAccessor>());
        IFeatureFilterMetadata[] filters = FiltersOf(scope.ServiceProvider);
        CheckFilters(filters);
        CheckTargeting(filters);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static void CheckProvider(IFeatureDefinitionProvider provider)
    {
        if (provider is not PostHogFeatureDefinitionProvider)
        {
            throw new InvalidOperationException(
                $"{provider.GetType().FullName} was registered as IFeatureDefinitionProvider after AddPostHog() and takes its place, so PostHog's flags would be missing. {Advice}");
        }
    }

    private static void CheckAccessor(ITargetingContextAccessor accessor)
    {
        if (accessor is not PostHogTargetingContextAccessor)
        {
            throw new InvalidOperationException(
                $"{accessor.GetType().FullName} was registered as ITargetingContextAccessor after AddPostHog(), so PostHog's flags would be decided for somebody else. {Advice}");
        }
    }

    // A filter that cannot be made breaks the gates that use it, as it would without this library, but not the start.
    private static IFeatureFilterMetadata[] FiltersOf(IServiceProvider services)
    {
        try
        {
            return [.. services.GetServices<IFeatureFilterMetadata>()];
        }
#pragma warning disable CA1031
        catch (Exception)
#pragma warning restore CA1031
        {
            return [];
        }
    }

    // WithTargeting() leaves its accessor out where there is one, and PostHog has one; its filter is the only trace.
    private void CheckTargeting(IFeatureFilterMetadata[] filters)
    {
        if (!targeting.IsUsed && !facts.HasTargetingFilter && filters.Any(static filter => filter is TargetingFilter))
        {
            throw new InvalidOperationException(
                $"WithTargeting() was called after AddPostHog(), so that its ITargetingContextAccessor would be ignored. {Advice}");
        }
    }

    private static void CheckFilters(IEnumerable<IFeatureFilterMetadata> filters)
    {
        foreach (IFeatureFilterMetadata filter in filters)
        {
            if (filter is not (PostHogFilter or PostHogContextualFilter) && AnswersToPostHog(filter.GetType()))
            {
                throw new InvalidOperationException(
                    $"The feature filter {filter.GetType().FullName} answers to the name '{PostHogFilter.Alias}' as well, so gates could not tell it from this library's. Remove it (it may come from PostHog's own package) or give it another [FilterAlias].");
            }
        }
    }

    private static bool AnswersToPostHog(Type filter)
    {
        string name = filter.GetCustomAttribute<FilterAliasAttribute>()?.Alias ?? TrimSuffix(filter.Name);
        string simpleName = name[(name.LastIndexOf('.') + 1)..];
        return string.Equals(simpleName, PostHogFilter.Alias, StringComparison.OrdinalIgnoreCase);
    }

    private static string TrimSuffix(string name) =>
        name.EndsWith("Filter", StringComparison.OrdinalIgnoreCase) ? name[..^"Filter".Length] : name;
}
