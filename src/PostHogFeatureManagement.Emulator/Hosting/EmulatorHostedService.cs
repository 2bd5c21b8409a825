using Microsoft.Extensions.Hosting;

namespace PostHogFeatureManagement.Emulator.Hosting;

/// <summary>Starts the emulator before, and stops it after, everything that may want to talk to PostHog.</summary>
internal sealed class EmulatorHostedService(PostHogEmulator emulator) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) => emulator.StartAsync(cancellationToken);

    public Task StoppedAsync(CancellationToken cancellationToken) => emulator.StopAsync();

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
