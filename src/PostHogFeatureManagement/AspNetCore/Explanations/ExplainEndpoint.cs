using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PostHogFeatureManagement.AspNetCore.Explanations.Page;
using PostHogFeatureManagement.Definitions;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.Flags;

namespace PostHogFeatureManagement.AspNetCore.Explanations;

/// <summary>Answers <c>GET …/explain</c> and <c>GET …/explain/{flag}</c> with a page or with JSON. Thread-safe.</summary>
/// <param name="isForDevelopers">Whether a developer at this machine may ask, and no one else. If false, authorization has let the caller in already.</param>
/// <param name="showValues">Whether ids and values are shown.</param>
/// <param name="limiter">How often one may ask.</param>
internal sealed class ExplainEndpoint(bool isForDevelopers, bool showValues, ReplenishingRateLimiter limiter)
{
    public Task InvokeAsync(HttpContext context)
    {
        PageStyle.Protect(context.Response.Headers);
        if (isForDevelopers && !LocalDeveloper.IsAsking(context))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }

        limiter.TryReplenish();
        using RateLimitLease lease = limiter.AttemptAcquire();
        if (!lease.IsAcquired)
        {
            context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
            context.Response.Headers.RetryAfter = "1";
            return Task.CompletedTask;
        }

        var query = ExplainQuery.Read(context.Request);
        return query.Flag is not null || query.WantsPage ? AnswerAsync(context, query) : NoFlagAsync(context);
    }

    private static Task NoFlagAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status400BadRequest;
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync("""{"error":"Name a flag: explain/{flag}?id={distinct id}"}""", context.RequestAborted);
    }

    private async Task AnswerAsync(HttpContext context, ExplainQuery query)
    {
        FlagExplanation? explanation = query.Flag is { } flag ? await ExplainAsync(context, flag, query).ConfigureAwait(false) : null;
        context.Response.ContentType = query.WantsPage ? "text/html; charset=utf-8" : "application/json";
        string answer = query.WantsPage ? ExplainPage.Write(query, KeysOf(context), explanation) : explanation!.ToJson();
        await context.Response.WriteAsync(answer, context.RequestAborted).ConfigureAwait(false);
    }

    private async ValueTask<FlagExplanation> ExplainAsync(HttpContext context, string flag, ExplainQuery query)
    {
        context.RequestServices.GetRequiredService<ILogger<ExplainEndpoint>>().FlagExplained(
            FlagKeys.IsPossible(flag) ? flag : "a name that no flag can have", context.User.Identity?.Name ?? "someone without a name");
        var options = new ExplainOptions { AskPostHog = query.AskPostHog, ShowValues = showValues };
        IPostHogDiagnostics diagnostics = context.RequestServices.GetRequiredService<IPostHogDiagnostics>();
        return await diagnostics.ExplainAsync(flag, query.ToContext(), options, context.RequestAborted).ConfigureAwait(false);
    }

    private static IEnumerable<string> KeysOf(HttpContext context) => context.RequestServices.GetRequiredService<DefinitionsStore>().Latest is { } latest
        ? Enumerable.Range(0, latest.FlagSet.Count).Select(ordinal => latest.FlagSet[ordinal].Key).Order(StringComparer.Ordinal)
        : [];
}
