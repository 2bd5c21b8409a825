using System.Collections.Concurrent;
using PostHogFeatureManagement.Fleet.Storage;

namespace PostHogFeatureManagement.Tests.Fleet;

/// <summary>A strict storage in memory, on the test's clock, for any number of instances. It fails in all the ways that a test wants.</summary>
internal sealed class FakeFleetBackend(TimeProvider time) : IFleetBackend, IFleetClaims
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, (byte[] Value, DateTimeOffset ExpiresAt)> _values = new(StringComparer.Ordinal);
    private readonly ConcurrentBag<(string Channel, Action<byte[]> Heard)> _listeners = [];

    public string Name => "Fake";

    public bool IsStrict => true;

    public int MaxValueSize { get; set; } = 1_000_000;

    public bool Announces { get; set; } = true;

    /// <summary>Runs before each operation.</summary>
    public Func<Task> Before { get; set; } = static () => Task.CompletedTask;

    /// <summary>Values whose names contain this are neither read nor replaced. Null for none.</summary>
    public string? Refuses { get; set; }

    /// <summary>Runs after each replacement, which has happened by then.</summary>
    public Func<Task> AfterReplace { get; set; } = static () => Task.CompletedTask;

    /// <summary>How far ahead the storage's own clock is.</summary>
    public TimeSpan Ahead { get; set; }

    public string[] Names
    {
        get
        {
            lock (_lock)
            {
                return [.. _values.Keys];
            }
        }
    }

    /// <summary>Gets or sets the value whose name ends like this.</summary>
    public byte[]? this[string end]
    {
        get
        {
            lock (_lock)
            {
                return _values.FirstOrDefault(value => value.Key.EndsWith(end, StringComparison.Ordinal)).Value.Value;
            }
        }

        set
        {
            lock (_lock)
            {
                string name = _values.Keys.Single(key => key.EndsWith(end, StringComparison.Ordinal));
                _values[name] = (value!, _values[name].ExpiresAt);
            }
        }
    }

    public TimeSpan LifeOf(string end)
    {
        lock (_lock)
        {
            return _values.Single(value => value.Key.EndsWith(end, StringComparison.Ordinal)).Value.ExpiresAt - time.GetUtcNow();
        }
    }

    public void Fails() => Before = static () => Task.FromException(new InvalidOperationException("The storage is down."));

    public void Works() => Before = static () => Task.CompletedTask;

    public void Lose(string part)
    {
        lock (_lock)
        {
            foreach (string name in _values.Keys.Where(name => name.Contains(part, StringComparison.Ordinal)).ToArray())
            {
                _values.Remove(name);
            }
        }
    }

    public async Task<StoredValue> ReadAsync(string name, CancellationToken cancellationToken)
    {
        await BeforeAsync(name);
        lock (_lock)
        {
            DateTimeOffset now = time.GetUtcNow();
            return Find(name) is { } found ? new(found.Value, found.ExpiresAt - now, now + Ahead) : new(null, null, now + Ahead);
        }
    }

    public async Task<bool> ReplaceAsync(string name, byte[]? expected, byte[] value, TimeSpan lifetime, CancellationToken cancellationToken)
    {
        await BeforeAsync(name);
        lock (_lock)
        {
            byte[]? current = Find(name)?.Value;
            if (current is null != expected is null || (current is not null && !current.AsSpan().SequenceEqual(expected)))
            {
                return false;
            }

            _values[name] = (value, time.GetUtcNow() + lifetime);
        }

        await AfterReplace();
        return true;
    }

    public bool IsListening(string channel) => Announces && _listeners.Any(listener => listener.Channel == channel);

    public async Task ListenAsync(string channel, Action<byte[]> heard)
    {
        await Before();
        _listeners.Add((channel, heard));
    }

    public async Task AnnounceAsync(string channel, byte[] message)
    {
        await Before();
        foreach ((_, Action<byte[]> heard) in _listeners.Where(listener => Announces && listener.Channel == channel))
        {
            heard(message);
        }
    }

    public async Task<Guid[]> ClaimAsync(IReadOnlyList<string> names, IReadOnlyList<Guid> owners, TimeSpan lifetime)
    {
        await Before();
        lock (_lock)
        {
            var holders = new Guid[names.Count];
            for (int i = 0; i < holders.Length; i++)
            {
                byte[] holder = Find(names[i])?.Value ?? owners[i].ToByteArray();
                _values[names[i]] = (holder, Find(names[i])?.ExpiresAt ?? (time.GetUtcNow() + lifetime));
                holders[i] = new Guid(holder);
            }

            return holders;
        }
    }

    public async Task ReleaseAsync(IReadOnlyList<string> names)
    {
        await Before();
        lock (_lock)
        {
            foreach (string name in names)
            {
                _values.Remove(name);
            }
        }
    }

    private Task BeforeAsync(string name) => Refuses is { } part && name.Contains(part, StringComparison.Ordinal)
        ? Task.FromException(new InvalidOperationException("The storage does not take this value."))
        : Before();

    private (byte[] Value, DateTimeOffset ExpiresAt)? Find(string name) =>
        _values.TryGetValue(name, out (byte[] Value, DateTimeOffset ExpiresAt) found) && found.ExpiresAt > time.GetUtcNow() ? found : null;
}
