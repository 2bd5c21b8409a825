using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PostHogFeatureManagement.Configuration.Reading;
using PostHogFeatureManagement.Diagnostics;

namespace PostHogFeatureManagement.Identity;

/// <summary>
/// Stops the start when nothing can sign the anonymous cookie, and warns when its keys may be lost. It also does so when PostHog is switched off, because it can be
/// switched on without another start.
/// </summary>
internal sealed class AnonymousCookieCheck(IOptions<PostHogFeatureManagementOptions> options, IServiceProvider services, ILogger<AnonymousCookieCheck> logger)
    : LifecycleService
{
    private const string Setting = $"{nameof(PostHogFeatureManagementOptions.Identity)}:{nameof(PostHogIdentityOptions.AnonymousCookie)}";

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.Value.Identity.AnonymousCookie)
        {
            string setting = OptionsSection.PathOf(services, Setting);
            KeyRing.Require(services, setting);
            KeyRing.WarnIfLoose(services, setting, "visitors get new ids", logger);
        }

        return Task.CompletedTask;
    }
}
