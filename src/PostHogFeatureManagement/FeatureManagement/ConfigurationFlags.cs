using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.FeatureManagement;
using PostHogFeatureManagement.Flags;

namespace PostHogFeatureManagement.FeatureManagement;

/// <summary>The configured flags for <see cref="IPostHogFlags"/>, which lives longer than scoped feature managers do.</summary>
internal sealed class ConfigurationFlags(ConfigurationCatalog catalog, IServiceScopeFactory scopes) : IConfigurationFlags
{
    public async ValueTask<FlagResult> GetAsync(string name, PostHogContext context, CancellationToken cancellationToken)
    {
        AsyncServiceScope scope;
        try
        {
            scope = scopes.CreateAsyncScope();
        }
        catch (ObjectDisposedException)
        {
            // The application has ended in the middle of the call.
            return FlagResult.NoValue(FlagReason.FlagNotFound);
        }

        await using ConfiguredAsyncDisposable end = scope.ConfigureAwait(false);
        ConfigurationFallback fallback = scope.ServiceProvider.GetRequiredService<ConfigurationFallback>();
        ConfiguredAnswer answer = await fallback.EvaluateAsync(name, new PostHogTargetingContext(context), cancellationToken).ConfigureAwait(false);
        return answer.IsKnown
            ? new FlagResult(answer.IsEnabled, answer.Variant?.Name, Payload(answer.Variant), FlagReason.Unknown, -1, FlagSource.Configuration)
            : FlagResult.NoValue(FlagReason.FlagNotFound);
    }

    public async ValueTask<IReadOnlyCollection<string>> GetNamesAsync(CancellationToken cancellationToken) =>
        (await catalog.LoadNamesAsync(cancellationToken).ConfigureAwait(false)).All;

    private static FlagPayload? Payload(Variant? variant) =>
        variant?.Configuration is { } section ? new FlagPayload(SectionJson.ToJson(section)) : null;
}
