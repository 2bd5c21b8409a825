using PostHogFeatureManagement.Definitions;
using PostHogFeatureManagement.Evaluation;
using PostHogFeatureManagement.Identity;

namespace PostHogFeatureManagement.Flags;

/// <summary>One question about one flag, as every entry point asks it: which flag, for which caller, and what the call allows.</summary>
internal readonly struct FlagQuestion
{
    /// <summary>The flag's key in PostHog. When PostHog's servers decide, the name as the application writes it.</summary>
    public required string Key { get; init; }

    /// <summary>The layer that the name belongs to.</summary>
    public FlagOwner Owner { get; init; }

    public required PostHogContext Caller { get; init; }

    /// <summary>Who vouches for the caller.</summary>
    public CallerTrust Trust { get; init; }

    /// <summary>The definitions this request uses. Null while there are none and PostHog's servers decide.</summary>
    public DefinitionsSnapshot? Definitions { get; init; }

    /// <summary>The flag in <see cref="Definitions"/>. Null when they do not contain it or there are none.</summary>
    public FlagDefinition? Flag { get; init; }

    public FlagCallOptions Options { get; init; }

    /// <summary>The values pinned for the current web request. Null outside requests.</summary>
    public RequestState? State { get; init; }

    /// <summary>The application's configured flags, which answer when PostHog has no value. Null when they must not answer.</summary>
    public IConfiguredFlags? Configured { get; init; }

    /// <summary>The context object that the application passed, for the filters of configured flags. Null for the ambient caller.</summary>
    public object? AppContext { get; init; }

    /// <summary>Whether exceptions from the application's filters must not reach the caller, even when Microsoft's manager would let them through.</summary>
    public bool NeverThrows { get; init; }

    public CancellationToken CancellationToken { get; init; }

    /// <summary>Completes the question with the layer that owns the name and the caller.</summary>
    public FlagQuestion For(in FlagRoute route, Caller caller) =>
        this with { Owner = route.Owner, Flag = route.Flag, Key = route.Flag?.Key ?? Key, Caller = caller.Context, Trust = caller.Trust };
}
