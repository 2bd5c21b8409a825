using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
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
            KeyRing.Require(services, Setting);
            KeyRing.WarnIfLoose(services, Setting, "they cannot read what others or earlier ones encrypted", logger);
        }

        return Task.CompletedTask;
    }
}
