using Microsoft.AspNetCore.OutputCaching;

namespace PostHogFeatureManagement.AspNetCore.Overrides;

/// <summary>Keeps requests with a token out of the output cache, even where it runs before <c>UsePostHog()</c>.</summary>
internal sealed class OverrideCachePolicy : IOutputCachePolicy
{
    public ValueTask CacheRequestAsync(OutputCacheContext context, CancellationToken cancellation)
    {
        // A later policy can allow look-ups again, but does not take back what the cache varies by. So nothing is found.
        if (OverrideCarrier.Find(context.HttpContext.Request) is { } token)
        {
            context.CacheVaryByRules.VaryByValues[OverrideCarrier.Header] = token;
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask ServeFromCacheAsync(OutputCacheContext context, CancellationToken cancellation) => ValueTask.CompletedTask;

    public ValueTask ServeResponseAsync(OutputCacheContext context, CancellationToken cancellation)
    {
        if (OverrideCarrier.Find(context.HttpContext.Request) is not null)
        {
            context.AllowCacheStorage = false;
        }

        return ValueTask.CompletedTask;
    }
}
