using Microsoft.Extensions.DependencyInjection;

namespace PostHogFeatureManagement.Diagnostics;

/// <summary>
/// Marks the clock for everything that waits or ages. It is a keyed service, because an application may register a <see cref="TimeProvider"/> that stands
/// still, to test its own flags. That one is "now" when a flag compares dates, and nothing else.
/// </summary>
internal sealed class LibraryClockAttribute() : FromKeyedServicesAttribute(ServiceKey)
{
    public const string ServiceKey = "PostHog";
}
