using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.FeatureManagement;
using PostHogFeatureManagement.Diagnostics;

namespace PostHogFeatureManagement.FeatureManagement;

/// <summary>Stops the application's start when another registration would silently replace PostHog's, or make its flags throw (architecture §4).</summary>
/// <param name="scopes">Creates the DI scope in which the registrations are checked.</param>
internal sealed class RegistrationCheck(IServiceScopeFactory scopes) : LifecycleService
{
    private const string Advice = "Call AddPostHog last. If you call it more than once, the first call counts.";

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
                $"{provider.GetType().FullName} was registered as IFeatureDefinitionProvider after AddPostHog() and replaces PostHog's provider, " +
                $"so PostHog's flags would be missing. {Advice}");
        }
    }

    // A filter that cannot be created breaks the flags that use it, as it does without this library. It does not stop the start.
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
                    $"The feature filter {filter.GetType().FullName} has the name '{PostHogFilter.Alias}', which this library's filter uses. " +
                    "Flags with that filter would throw. Remove it (it may come from PostHog's own package), or give it another [FilterAlias].");
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
