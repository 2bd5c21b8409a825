using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.FeatureManagement;
using PostHogFeatureManagement.Diagnostics;

namespace PostHogFeatureManagement.FeatureManagement;

/// <summary>Fails the start when another registration would silently take PostHog's place, or make its gates throw (architecture §4).</summary>
/// <param name="scopes">Where to look.</param>
internal sealed class RegistrationCheck(IServiceScopeFactory scopes) : LifecycleService
{
    private const string Advice = "Call AddPostHog last; where it is called several times, the first call counts.";

    private bool _hasRun;

    public override Task StartingAsync(CancellationToken cancellationToken) => CheckOnceAsync();

    // The classic web host calls only this.
    public override Task StartAsync(CancellationToken cancellationToken) => CheckOnceAsync();

    private async Task CheckOnceAsync()
    {
        if (_hasRun)
        {
            return;
        }

        _hasRun = true;
        AsyncServiceScope scope = scopes.CreateAsyncScope();
        await using ConfiguredAsyncDisposable end = scope.ConfigureAwait(false);
        CheckProvider(scope.ServiceProvider.GetRequiredService<IFeatureDefinitionProvider>());
        CheckFilters(FiltersOf(scope.ServiceProvider));
    }

    private static void CheckProvider(IFeatureDefinitionProvider provider)
    {
        if (provider is not PostHogFeatureDefinitionProvider)
        {
            throw new InvalidOperationException(
                $"{provider.GetType().FullName} was registered as IFeatureDefinitionProvider after AddPostHog() and takes its place, so PostHog's flags would be missing. {Advice}");
        }
    }

    // A filter that cannot be made breaks the gates that use it, as it would without this library, but not the start.
    private static IFeatureFilterMetadata[] FiltersOf(IServiceProvider services)
    {
        try
        {
            return [.. services.GetServices<IFeatureFilterMetadata>()];
        }
        catch (Exception)
        {
            return [];
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
