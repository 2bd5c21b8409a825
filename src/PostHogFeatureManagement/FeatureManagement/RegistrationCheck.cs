using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.FeatureManagement;

namespace PostHogFeatureManagement.FeatureManagement;

/// <summary>Fails the start when another registration would silently take PostHog's place, or make its gates throw (design §4).</summary>
internal sealed class RegistrationCheck(IServiceScopeFactory scopes) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        using IServiceScope scope = scopes.CreateScope();
        CheckProvider(scope.ServiceProvider.GetRequiredService<IFeatureDefinitionProvider>());
        CheckFilters(scope.ServiceProvider.GetServices<IFeatureFilterMetadata>());
        return Task.CompletedTask;
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
                $"{provider.GetType().FullName} was registered as IFeatureDefinitionProvider after AddPostHog() and takes its place, so PostHog's flags would be missing. Call AddPostHog last.");
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
