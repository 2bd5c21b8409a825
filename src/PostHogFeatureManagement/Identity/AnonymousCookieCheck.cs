using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PostHogFeatureManagement.Diagnostics;

namespace PostHogFeatureManagement.Identity;

/// <summary>Stops the start when nothing can sign the anonymous cookie, and warns when its keys may be lost.</summary>
internal sealed class AnonymousCookieCheck(IOptions<PostHogFeatureManagementOptions> options, IServiceProvider services, ILogger<AnonymousCookieCheck> logger)
    : LifecycleService
{
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        // Also when PostHog is switched off, because it can be switched on without another start.
        if (!options.Value.Identity.AnonymousCookie)
        {
            return Task.CompletedTask;
        }

        if (services.GetService<IDataProtectionProvider>() is null)
        {
            throw new InvalidOperationException("Identity:AnonymousCookie is true, but there is no Data Protection to sign the cookie. Call services.AddDataProtection().");
        }

        bool isKept = services.GetService<IOptions<KeyManagementOptions>>()?.Value.XmlRepository is not null;
        if (!isKept && services.GetService<IHostEnvironment>()?.IsDevelopment() != true)
        {
            logger.KeysMayBeLost();
        }

        return Task.CompletedTask;
    }
}
