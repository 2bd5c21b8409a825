using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace PostHogFeatureManagement.Diagnostics;

/// <summary>The application's Data Protection keys, for settings that need them.</summary>
internal static class KeyRing
{
    /// <summary>Returns Data Protection.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public static IDataProtectionProvider Require(IServiceProvider services, string setting) =>
        services.GetService<IDataProtectionProvider>()
        ?? throw new InvalidOperationException($"{setting} is true, but there is no Data Protection, which it needs. Call services.AddDataProtection().");

    /// <summary>Warns when the application does not say where the keys are kept, except in Development.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="setting">The setting that needs the keys.</param>
    /// <param name="loss">What happens without the keys: the end of a sentence.</param>
    /// <param name="logger">Where to warn.</param>
    public static void WarnIfLoose(IServiceProvider services, string setting, string loss, ILogger logger)
    {
        bool isKept = services.GetService<IOptions<KeyManagementOptions>>()?.Value.XmlRepository is not null;
        if (!isKept && services.GetService<IHostEnvironment>()?.IsDevelopment() != true)
        {
            logger.KeysMayBeLost(setting, loss);
        }
    }
}
