using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.FeatureManagement;
using PostHogFeatureManagement.Flags;

namespace PostHogFeatureManagement.FeatureManagement.Configured;

/// <summary>The configured flags for <see cref="IPostHogFlags"/>, which lives longer than scoped feature managers do. In a request their filters are the request's, as for the feature managers.</summary>
internal sealed class ConfiguredFlags(ConfigurationCatalog catalog, IServiceScopeFactory scopes, IHttpContextAccessor httpContextAccessor) : IConfiguredFlags
{
    public ValueTask<FlagResult> GetAsync(string name, PostHogContext context, CancellationToken cancellationToken) => OfRequest() is { } fallback
        ? AskAsync(fallback, name, context, cancellationToken)
        : AskInOwnScopeAsync(name, context, cancellationToken);

    public async ValueTask<IReadOnlyCollection<string>> GetNamesAsync(CancellationToken cancellationToken) =>
        (await catalog.LoadNamesAsync(cancellationToken).ConfigureAwait(false)).All;

    private static async ValueTask<FlagResult> AskAsync(ConfigurationFallback fallback, string name, PostHogContext context, CancellationToken cancellationToken)
    {
        ConfiguredAnswer answer = await fallback.EvaluateAsync(name, new PostHogTargetingContext(context), cancellationToken).ConfigureAwait(false);
        return answer.IsKnown
            ? new FlagResult(answer.IsEnabled, answer.Variant?.Name, Payload(answer.Variant), FlagReason.Unknown, -1, FlagSource.Configuration)
            : FlagResult.NoValue(FlagReason.FlagNotFound);
    }

    private static FlagPayload? Payload(Variant? variant) =>
        variant?.Configuration is { } section ? new FlagPayload(SectionJson.ToJson(section)) : null;

    private ConfigurationFallback? OfRequest()
    {
        try
        {
            return httpContextAccessor.HttpContext?.RequestServices?.GetService<ConfigurationFallback>();
        }
        catch (ObjectDisposedException)
        {
            // Work the request left behind outlived its services.
            return null;
        }
    }

    private async ValueTask<FlagResult> AskInOwnScopeAsync(string name, PostHogContext context, CancellationToken cancellationToken)
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
        return await AskAsync(scope.ServiceProvider.GetRequiredService<ConfigurationFallback>(), name, context, cancellationToken).ConfigureAwait(false);
    }
}
