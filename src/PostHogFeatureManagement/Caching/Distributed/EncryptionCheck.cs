using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PostHogFeatureManagement.Configuration.Reading;
using PostHogFeatureManagement.Diagnostics;

namespace PostHogFeatureManagement.Caching.Distributed;

/// <summary>Stops the start when nothing can encrypt what <c>Cache:Encrypt</c> wants encrypted, and warns when its keys may be lost.</summary>
internal sealed class EncryptionCheck(IOptions<PostHogFeatureManagementOptions> options, IServiceProvider services, ILogger<EncryptionCheck> logger)
    : LifecycleService
{
    public const string Setting = $"{nameof(PostHogFeatureManagementOptions.Cache)}:{nameof(PostHogCacheOptions.Encrypt)}";

    public override Task StartingAsync(CancellationToken cancellationToken)
    {
        if (options.Value.Cache.Encrypt)
        {
            string setting = OptionsSection.PathOf(services, Setting);
            KeyRing.Require(services, setting);
            KeyRing.WarnIfLoose(services, setting, "what was encrypted with other keys cannot be read", logger);
        }

        return Task.CompletedTask;
    }
}
