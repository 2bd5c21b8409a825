using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;
using PostHogFeatureManagement.Diagnostics;

namespace PostHogFeatureManagement.Flags.Status;

/// <inheritdoc cref="IPostHogStatus"/>
internal sealed class PostHogStatus(StatusReader reader, [LibraryClock] TimeProvider time, ILogger<PostHogStatus> logger) : IPostHogStatus, IDisposable
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(1);

    private readonly Lock _changing = new();
    private ConfigurationReloadToken _token = new();
    private PostHogState? _state;
    private DateTimeOffset _since;
    private ITimer? _watch;
    private bool _isDisposed;

    public PostHogState State => Look().State;

    public DateTimeOffset Since
    {
        get
        {
            Look();
            lock (_changing)
            {
                return _since;
            }
        }
    }

    /// <summary>Looks at the state now.</summary>
    public StatusReport Look()
    {
        StatusReport report = reader.Read();
        ConfigurationReloadToken? changed = null;
        lock (_changing)
        {
            if (_state != report.State)
            {
                changed = _state is null ? null : _token;
                _state = report.State;
                _since = time.GetUtcNow();
                _token = changed is null ? _token : new ConfigurationReloadToken();
            }
        }

        Tell(changed);
        return report;
    }

    public IChangeToken GetChangeToken()
    {
        Look();
        lock (_changing)
        {
            if (!_isDisposed)
            {
                _watch ??= time.CreateDetachedTimer(static status => ((PostHogStatus)status!).Look(), this, LookInterval, LookInterval);
            }

            return _token;
        }
    }

    public void Dispose()
    {
        lock (_changing)
        {
            _isDisposed = true;
            _watch?.Dispose();
        }
    }

    // Code of the application must break neither a health check nor the timer.
    private void Tell(ConfigurationReloadToken? changed)
    {
        try
        {
            changed?.OnReload();
        }
        catch (Exception exception)
        {
            logger.StatusHandlerBroke(exception);
        }
    }
}
