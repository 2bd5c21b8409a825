using Microsoft.Extensions.Options;

namespace PostHogFeatureManagement.Identity.Steps;

/// <summary>The one ID that all visitors share about whom no other step knows anything, if the options name it.</summary>
internal sealed class FallbackStep(IOptions<PostHogFeatureManagementOptions> options) : ICallerStep
{
    private readonly CallerClue? _visitor = options.Value.Identity.FallbackDistinctId is { Length: > 0 } id
        ? new CallerClue(new PostHogContext(id), CallerTrust.None)
        : null;

    public bool IsOn => _visitor is not null;

    public bool IsForNobodyOnly => true;

    public CallerClue? Find(CallerQuery query) => query.IsOutsideRequests ? null : _visitor;
}
