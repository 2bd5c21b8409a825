namespace PostHogFeatureManagement.Definitions.Polling;

/// <summary>Whether flags are checked. A check costs one volatile read, and a write only if it is the first since the poller last looked. Thread-safe.</summary>
internal sealed class CheckActivity
{
    private volatile bool _isSeen;
    private Action? _whenSeen;

    /// <summary>There is a check.</summary>
    public void See()
    {
        if (!_isSeen)
        {
            Mark();
        }
    }

    /// <summary>Whether there was a check since the last call.</summary>
    public bool Take()
    {
        bool isSeen = _isSeen;
        _isSeen = false;
        return isSeen;
    }

    /// <summary>Calls an action once, at the next check, or now if there was one since <see cref="Take"/>. It replaces an earlier action.</summary>
    public void WhenSeen(Action action)
    {
        Interlocked.Exchange(ref _whenSeen, action);
        if (_isSeen)
        {
            Mark();
        }
    }

    private void Mark()
    {
        _isSeen = true;
        Interlocked.Exchange(ref _whenSeen, null)?.Invoke();
    }
}
