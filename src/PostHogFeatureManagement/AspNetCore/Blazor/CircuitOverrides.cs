using Microsoft.AspNetCore.Http;
using PostHogFeatureManagement.AspNetCore.Overrides;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.Flags.Overrides;

namespace PostHogFeatureManagement.AspNetCore.Blazor;

/// <summary>
/// What the token of the request that opened a circuit's connection sets in the circuit, until the token or the circuit ends. So a page shows the same when it
/// becomes interactive. It is checked once, at the first activity, because the request is stale afterwards.
/// </summary>
internal sealed class CircuitOverrides(OverrideRequests requests, FlagOverrides overrides, [LibraryClock] TimeProvider time) : IDisposable
{
    private readonly Lock _opening = new();
    private Task<OverrideScope?>? _scope;
    private ITimer? _end;
    private bool _isDisposed;

    /// <summary>What holds in the circuit. Null when nothing does.</summary>
    public Task<OverrideScope?> FindAsync()
    {
        lock (_opening)
        {
            return _scope ??= OpenAsync(CircuitConnection.Request);
        }
    }

    /// <summary>Lets it hold until the calling asynchronous method ends, and in what that has started: the handler of an event outlives its activity.</summary>
    public void Enter(OverrideScope? scope)
    {
        if (scope is not null)
        {
            overrides.Enter(scope);
        }
    }

    public void Dispose()
    {
        lock (_opening)
        {
            _isDisposed = true;
            _end?.Dispose();
            if (_scope is { IsCompletedSuccessfully: true } scope)
            {
                scope.GetAwaiter().GetResult()?.Dispose();
            }
        }
    }

    private async Task<OverrideScope?> OpenAsync(HttpContext? opener)
    {
        if (opener is null || await FindAsync(opener).ConfigureAwait(true) is not { Overrides: { } values } applied)
        {
            return null;
        }

        lock (_opening)
        {
            if (_isDisposed)
            {
                return null;
            }

            OverrideScope scope = overrides.Enter(values);
            _end = applied.EndLater(scope, time);
            return scope;
        }
    }

    private async Task<AppliedOverrides?> FindAsync(HttpContext opener)
    {
        try
        {
            return await requests.CheckAsync(opener).ConfigureAwait(true);
        }
        catch (OperationCanceledException) when (opener.RequestAborted.IsCancellationRequested)
        {
            // The browser has gone.
            return null;
        }
    }
}
