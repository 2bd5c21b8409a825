using Microsoft.Extensions.Hosting;

namespace PostHogFeatureManagement.Emulator.Hosting;

/// <summary>Starts the emulator before all services that may call PostHog, and stops it after them.</summary>
internal sealed class EmulatorHostedService(PostHogEmulator emulator) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) => emulator.StartAsync(cancellationToken);

    public Task StoppedAsync(CancellationToken cancellationToken) => emulator.StopAsync();

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
