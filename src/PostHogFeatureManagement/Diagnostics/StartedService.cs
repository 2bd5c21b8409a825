namespace PostHogFeatureManagement.Diagnostics;

/// <summary>A hosted service that acts once: when all services of the application have started, or if the host does not tell it, when it starts.</summary>
internal abstract class StartedService : LifecycleService
{
    private bool _isToldWhenStarted;

    public sealed override Task StartingAsync(CancellationToken cancellationToken)
    {
        _isToldWhenStarted = true;
        return Task.CompletedTask;
    }

    // The classic web host calls only this.
    public sealed override Task StartAsync(CancellationToken cancellationToken) => _isToldWhenStarted ? Task.CompletedTask : ActAsync(cancellationToken);

    public sealed override Task StartedAsync(CancellationToken cancellationToken) => ActAsync(cancellationToken);

    protected abstract Task ActAsync(CancellationToken cancellationToken);
}
