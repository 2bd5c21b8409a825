namespace PostHogFeatureManagement.Flags.Overrides;

/// <summary>
/// The step of the chain after trust: values that stand above PostHog and the configuration. The request's own come first, then the operator's. Without any, a
/// check costs one look at a field. Thread-safe.
/// </summary>
internal sealed class FlagOverrides
{
    // It flows into the work that a request starts, but not into what a queue does later.
    private readonly AsyncLocal<OverrideScope?> _flow = new();
    private OverrideSet? _operators;

    // How many places can have overrides: the scopes that are open, and one for the operator's.
    private volatile int _inUse;

    public FlagOverrides(OperatorOverrides operators)
    {
        void Follow() => Operators = operators.Current;

        operators.Changed += Follow;
        Follow();
    }

    /// <summary>Whether any check may be overridden.</summary>
    public bool IsInUse => _inUse != 0;

    /// <summary>The operator's overrides. Null when there are none.</summary>
    public OverrideSet? Operators
    {
        get => Volatile.Read(ref _operators);
        private set
        {
            OverrideSet? before = Interlocked.Exchange(ref _operators, value);
            Interlocked.Add(ref _inUse, (value is null ? 0 : 1) - (before is null ? 0 : 1));
        }
    }

    /// <summary>What the request under way has. Null when it has nothing.</summary>
    public RequestOverrides? Request => _flow.Value?.Current;

    /// <summary>Lets overrides hold in this flow, until the result is disposed.</summary>
    public OverrideScope Enter(RequestOverrides overrides)
    {
        Interlocked.Increment(ref _inUse);
        return _flow.Value = new OverrideScope(this, overrides, _flow.Value);
    }

    /// <summary>Lets what a scope has hold in this flow, too, as long as the scope lasts.</summary>
    public void Enter(OverrideScope scope) => _flow.Value = scope;

    /// <summary>For <see cref="OverrideScope"/>: it has ended.</summary>
    public void Leave(OverrideScope? outer)
    {
        Interlocked.Decrement(ref _inUse);
        _flow.Value = outer;
    }

    public bool Contains(string name) => IsInUse && (Request?.Contains(name) == true || Operators?.Contains(name) == true);

    public bool TryGet(string name, PostHogContext caller, out FlagResult result)
    {
        if (Request is { } request && request.TryGet(name, caller, out result))
        {
            return true;
        }

        result = default;
        return Operators is { } operators && operators.TryGet(name, caller, out result);
    }

    /// <summary>Why PostHog must not be asked about a flag. Null when it may be asked.</summary>
    public FlagReason? WhyNotPostHog(string name, PostHogContext caller) => IsInUse ? Request?.WhyNotPostHog(name, caller) : null;

    /// <summary>PostHog's values of a caller, without those that must not be asked for.</summary>
    public IReadOnlyDictionary<string, FlagResult> Withhold(IReadOnlyDictionary<string, FlagResult> flags, PostHogContext caller)
    {
        if (!IsInUse || Request is not { } request)
        {
            return flags;
        }

        return flags
            .Where(flag => request.WhyNotPostHog(flag.Key, caller) is null)
            .ToDictionary(static flag => flag.Key, static flag => flag.Value, StringComparer.Ordinal);
    }

    /// <summary>A caller's flags with the overridden ones.</summary>
    public IReadOnlyDictionary<string, FlagResult> Apply(IReadOnlyDictionary<string, FlagResult> flags, PostHogContext caller)
    {
        if (!IsInUse)
        {
            return flags;
        }

        IEnumerable<string> names = [.. Request?.NamesFor(caller) ?? [], .. Operators?.NamesFor(caller) ?? []];
        var all = new Dictionary<string, FlagResult>(flags, StringComparer.Ordinal);
        ILookup<string, string> spellings = flags.Keys.ToLookup(static key => key, StringComparer.OrdinalIgnoreCase);
        foreach (string name in names.Distinct(StringComparer.OrdinalIgnoreCase))
        {
            if (!TryGet(name, caller, out FlagResult value))
            {
                continue;
            }

            foreach (string key in spellings[name].DefaultIfEmpty(name))
            {
                all[key] = value;
            }
        }

        return all;
    }
}
