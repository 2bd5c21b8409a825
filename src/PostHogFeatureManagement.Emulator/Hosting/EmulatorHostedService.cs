using Microsoft.Extensions.Hosting;

namespace PostHogFeatureManagement.Emulator.Hosting;

/// <summary>Starts the emulator before all services that may call PostHog, and stops it after them.</summary>
internal sealed class EmulatorHostedService(PostHogEmulator emulator) : IHostedLifecycleService
{
    private bool _knowsLifecycle;

    public Task StartingAsync(CancellationToken cancellationToken)
    {
        _knowsLifecycle = true;
        return emulator.StartAsync(cancellationToken);
    }

    public Task StoppedAsync(CancellationToken cancellationToken) => emulator.StopAsync();

    // The classic web host calls only StartAsync and StopAsync.
    public Task StartAsync(CancellationToken cancellationToken) => _knowsLifecycle ? Task.CompletedTask : emulator.StartAsync(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => _knowsLifecycle ? Task.CompletedTask : emulator.StopAsync();

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
