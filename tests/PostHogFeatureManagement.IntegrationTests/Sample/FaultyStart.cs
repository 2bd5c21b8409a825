using Microsoft.Extensions.Hosting;
using PostHogFeatureManagement.Emulator;

namespace PostHogFeatureManagement.IntegrationTests.Sample;

/// <summary>Sets faults before the application sends its first request to PostHog.</summary>
internal sealed class FaultyStart(PostHogEmulator postHog, PostHogEmulatorFaults faults) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        postHog.SetFaults(faults);
        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
