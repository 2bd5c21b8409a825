using Microsoft.Extensions.Options;

namespace PostHogFeatureManagement.Identity.Steps;

/// <summary>Outside requests, the caller is the service itself, if the options name it.</summary>
internal sealed class ServiceStep(IOptions<PostHogFeatureManagementOptions> options) : ICallerStep
{
    private readonly CallerClue? _service = Read(options.Value.Identity);

    public bool IsOn => _service is not null;

    public CallerClue? Find(CallerQuery query) => query.IsOutsideRequests ? _service : null;

    private static CallerClue? Read(PostHogIdentityOptions identity)
    {
        if (identity.ServiceDistinctId is not { Length: > 0 } id)
        {
            return null;
        }

        var properties = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach ((string name, string value) in identity.ServiceProperties)
        {
            properties[name] = value;
        }

        return new CallerClue(new PostHogContext(id) { PersonProperties = properties }, CallerTrust.Application);
    }
}
