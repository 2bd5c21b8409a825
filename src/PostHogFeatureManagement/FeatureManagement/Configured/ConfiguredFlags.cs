using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.FeatureManagement;
using PostHogFeatureManagement.Flags;

namespace PostHogFeatureManagement.FeatureManagement.Configured;

/// <summary>
/// The configured flags for <see cref="IPostHogFlags"/>, which outlives scoped feature managers. In a request the filters come from the request's services, as
/// they do for the managers.
/// </summary>
internal sealed class ConfiguredFlags(IServiceScopeFactory scopes, IHttpContextAccessor httpContextAccessor) : IConfiguredFlags
{
    public ValueTask<FlagAnswer> GetAsync(FlagQuestion question)
    {
        FlagQuestion asMicrosoft = question.AppContext is PostHogContext context
            ? question with { AppContext = new PostHogTargetingContext(context) }
            : question;
        return OfRequest() is { } fallback ? AskAsync(fallback, asMicrosoft) : AskInOwnScopeAsync(asMicrosoft);
    }

    private static async ValueTask<FlagAnswer> AskAsync(ConfigurationFallback fallback, FlagQuestion question)
    {
        FlagAnswer answer = await fallback.GetAsync(question).ConfigureAwait(false);
        return answer.ConfiguredAnswer is Variant { Configuration: { } section }
            ? answer.WithPayload(new FlagPayload(SectionJson.ToJson(section)))
            : answer;
    }

    private ConfigurationFallback? OfRequest()
    {
        try
        {
            return httpContextAccessor.HttpContext?.RequestServices?.GetService<ConfigurationFallback>();
        }
        catch (ObjectDisposedException)
        {
            // The work outlives its request, so the request's services are gone.
            return null;
        }
    }

    private async ValueTask<FlagAnswer> AskInOwnScopeAsync(FlagQuestion question)
    {
        AsyncServiceScope scope;
        try
        {
            scope = scopes.CreateAsyncScope();
        }
        catch (ObjectDisposedException)
        {
            // The application stopped during the call.
            return FlagAnswer.NoValue(FlagReason.FlagNotFound);
        }

        await using ConfiguredAsyncDisposable end = scope.ConfigureAwait(false);
        return await AskAsync(scope.ServiceProvider.GetRequiredService<ConfigurationFallback>(), question).ConfigureAwait(false);
    }
}
