namespace PostHogFeatureManagement.Flags;

/// <summary>The whole chain: PostHog (this process, its servers, what is kept of them), configuration, off.</summary>
internal sealed class PostHogFlags(FlagDecider decider, AmbientCaller ambient, IConfiguredFlags configuration) : IPostHogFlags
{
    public ValueTask<FlagResult> GetFlagAsync(
        string flagKey,
        PostHogContext context,
        FlagCallOptions options = default,
        CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(flagKey);
        ArgumentNullException.ThrowIfNull(context);
        ValueTask<PostHogContext> caller = ResolveAsync(context, cancellationToken);
        return caller.IsCompletedSuccessfully
            ? DecideAsync(flagKey, caller.Result, options, cancellationToken)
            : Awaited(this, caller, flagKey, options, cancellationToken);

        static async ValueTask<FlagResult> Awaited(
            PostHogFlags self, ValueTask<PostHogContext> caller, string flagKey, FlagCallOptions options, CancellationToken cancellationToken) =>
            await self.DecideAsync(flagKey, await caller.ConfigureAwait(false), options, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<IReadOnlyDictionary<string, FlagResult>> GetAllFlagsAsync(
        PostHogContext context,
        FlagCallOptions options = default,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(context);
        PostHogContext caller = await ResolveAsync(context, cancellationToken).ConfigureAwait(false);
        FlagResults results = await decider.DecideAllAsync(caller, options, cancellationToken).ConfigureAwait(false);
        IReadOnlyCollection<string> names = await configuration.GetNamesAsync(cancellationToken).ConfigureAwait(false);
        if (names.Count == 0)
        {
            return results;
        }

        var all = new Dictionary<string, FlagResult>(results, StringComparer.Ordinal);
        foreach (string name in names)
        {
            if (!all.ContainsKey(name))
            {
                FlagResult result = await configuration.GetAsync(name, caller, cancellationToken).ConfigureAwait(false);
                all.TryAdd(name, result);
            }
        }

        return all;
    }

    private ValueTask<FlagResult> DecideAsync(string flagKey, PostHogContext caller, FlagCallOptions options, CancellationToken cancellationToken)
    {
        ValueTask<FlagResult> decision = decider.DecideAsync(flagKey, caller, options, cancellationToken);
        if (!decision.IsCompletedSuccessfully)
        {
            return Awaited(this, decision, flagKey, caller, cancellationToken);
        }

        FlagResult result = decision.Result;
        return result.HasValue ? new ValueTask<FlagResult>(result) : FallBackAsync(result, flagKey, caller, cancellationToken);

        static async ValueTask<FlagResult> Awaited(
            PostHogFlags self, ValueTask<FlagResult> decision, string flagKey, PostHogContext caller, CancellationToken cancellationToken)
        {
            FlagResult result = await decision.ConfigureAwait(false);
            return result.HasValue ? result : await self.FallBackAsync(result, flagKey, caller, cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask<FlagResult> FallBackAsync(FlagResult undecided, string flagKey, PostHogContext caller, CancellationToken cancellationToken)
    {
        FlagResult configured = await configuration.GetAsync(flagKey, caller, cancellationToken).ConfigureAwait(false);
        return configured.HasValue ? configured : undecided;
    }

    private ValueTask<PostHogContext> ResolveAsync(PostHogContext context, CancellationToken cancellationToken) =>
        ReferenceEquals(context, PostHogContext.Ambient) ? ambient.GetAsync(cancellationToken) : new ValueTask<PostHogContext>(context);
}
