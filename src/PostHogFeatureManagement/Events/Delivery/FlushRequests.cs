namespace PostHogFeatureManagement.Events.Delivery;

/// <summary>Calls that wait until what was queued before them is sent. Thread-safe.</summary>
internal sealed class FlushRequests
{
    private readonly Lock _lock = new();
    private List<TaskCompletionSource> _waiting = [];

    public bool Exist
    {
        get
        {
            lock (_lock)
            {
                return _waiting.Count > 0;
            }
        }
    }

    public Task Add()
    {
        var request = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            _waiting.Add(request);
        }

        return request.Task;
    }

    /// <summary>Those that wait now. What is queued from now on does not concern them.</summary>
    public IReadOnlyList<TaskCompletionSource> Take()
    {
        lock (_lock)
        {
            List<TaskCompletionSource> taken = _waiting;
            _waiting = [];
            return taken;
        }
    }

    public static void End(IReadOnlyList<TaskCompletionSource> requests)
    {
        foreach (TaskCompletionSource request in requests)
        {
            request.TrySetResult();
        }
    }
}
