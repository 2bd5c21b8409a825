using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace PostHogFeatureManagement.Emulator.Hosting;

/// <summary>Keeps an emulator that was left in the code from answering real users.</summary>
internal static class ProductionGuard
{
    /// <exception cref="PostHogEmulatorException">The emulator may not run in Production.</exception>
    public static void Check(PostHogEmulatorOptions options, IHostEnvironment environment, ILoggerFactory loggers)
    {
        if (!options.AllowProduction)
        {
            throw new PostHogEmulatorException(
                $"The PostHog emulator does not run in the environment {environment.EnvironmentName}. Call AddPostHogEmulator only in other environments, "
                + $"set DOTNET_ENVIRONMENT=Development, or set {nameof(PostHogEmulatorOptions)}.{nameof(PostHogEmulatorOptions.AllowProduction)}.");
        }

        loggers.CreateLogger<PostHogEmulator>().RunsInProduction(environment.EnvironmentName);
    }
}
