using PostHogFeatureManagement.Client;
using PostHogFeatureManagement.Client.Definitions;
using PostHogFeatureManagement.Diagnostics;

namespace PostHogFeatureManagement.Definitions.Sources;

/// <summary>Fetches definitions from PostHog, conditionally. It installs nothing. Not for parallel calls.</summary>
internal sealed class PostHogSource(IPostHogClient client, [LibraryClock] TimeProvider timeProvider)
{
    private bool _needsFullBody;

    /// <param name="known">The definitions in use; null when there are none.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public async Task<DefinitionsFetch> FetchAsync(DefinitionsContent? known, CancellationToken cancellationToken)
    {
        DefinitionsResponse? condition = known is null ? null : new DefinitionsResponse(known.Body, _needsFullBody ? null : known.ETag);
        WireAnswer<DefinitionsResponse> answer = await client.GetDefinitionsAsync(condition, cancellationToken).ConfigureAwait(false);

        // After a refusal, the next successful answer must have a full body (protocol §3.2).
        _needsFullBody = answer.Failure is WireFailure.Unauthorized or WireFailure.QuotaLimited || (_needsFullBody && answer.Value is null);
        return new DefinitionsFetch(ContentOf(answer.Value, known, condition?.ETag), answer);
    }

    private DefinitionsContent? ContentOf(DefinitionsResponse? response, DefinitionsContent? known, string? sentTag)
    {
        if (response is null)
        {
            return null;
        }

        if (response.Body is { } body)
        {
            return DefinitionsContent.Of(body, response.ETag, timeProvider.GetUtcNow());
        }

        // A 304 may come without a tag. The one it was asked with stays.
        string? tag = response.ETag ?? sentTag;
        return known?.ETag == tag ? known : known! with { ETag = tag };
    }
}
