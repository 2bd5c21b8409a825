using System.Collections.Frozen;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace PostHogFeatureManagement.Identity.Steps;

/// <summary>
/// The visitor that posthog-js names in the headers of an API call. They count from a page of the same origin or of a listed one. That only keeps other sites from
/// choosing an ID in a visitor's browser: the visitor can write any.
/// </summary>
internal sealed class TracingHeaderStep(IOptions<PostHogFeatureManagementOptions> options) : ICallerStep
{
    private const string SameOrigin = "same-origin";

    private readonly FrozenSet<string> _origins =
        options.Value.Identity.TrustedTracingOrigins.Select(static origin => origin.TrimEnd('/')).ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    public bool IsOn { get; } = options.Value.Identity.ReadTracingHeaders;

    public CallerClue? Find(CallerQuery query) => query.Tracing is { } headers && MayRead(headers) ? Read(headers) : null;

    private static CallerClue? Read(TracingHeaders headers) => FirstId(headers.DistinctId) is { } id
        ? new CallerClue(new PostHogContext(id) { SessionId = FirstId(headers.SessionId) }, CallerTrust.Claimed)
        : null;

    private static string? FirstId(StringValues values)
    {
        foreach (string? value in values)
        {
            if (VisitorIds.Clean(value) is { } id)
            {
                return id;
            }
        }

        return null;
    }

    private bool MayRead(TracingHeaders headers) =>
        headers.FetchSite is [SameOrigin] || (headers.Origin is [{ } origin] && _origins.Contains(origin));
}
