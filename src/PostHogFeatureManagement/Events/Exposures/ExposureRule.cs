using System.Collections.Frozen;
using Microsoft.Extensions.Options;
using PostHogFeatureManagement.Flags;
using PostHogFeatureManagement.Flags.Remote;

namespace PostHogFeatureManagement.Events.Exposures;

/// <summary>What counts as an exposure, and which of them the application wants. Thread-safe.</summary>
internal sealed class ExposureRule(KnownRemoteFlags knownRemotely, IOptions<PostHogFeatureManagementOptions> options)
{
    private readonly bool _isWanted = options.Value.Events.SendFlagCalled;

    // Null when nothing is listed.
    private readonly FrozenDictionary<string, bool>? _isWantedByFlag = options.Value.Events.SendFlagCalledByFlag is { Count: > 0 } byFlag
        ? byFlag.ToFrozenDictionary(StringComparer.Ordinal)
        : null;

    /// <summary>
    /// Whether the caller got a value of PostHog's flag, or something else because PostHog had none at the moment. Names that PostHog does not have do not
    /// count, and neither does a caller without an id.
    /// </summary>
    /// <param name="question">What was asked.</param>
    /// <param name="answer">The answer.</param>
    /// <param name="result">What PostHog said, also when something else answered.</param>
    public bool Counts(in FlagQuestion question, in FlagAnswer answer, out FlagResult result)
    {
        result = answer.Result;
        if (question.Owner != FlagOwner.PostHog || question.Caller.DistinctId is null)
        {
            return false;
        }

        switch (result.Source)
        {
            case FlagSource.Local or FlagSource.Remote or FlagSource.Cache or FlagSource.Stale or FlagSource.File:
                return true;
            case FlagSource.Override:
                return false;
            default:
                bool isRefused = result.Reason is FlagReason.FlagNotFound or FlagReason.Disabled or FlagReason.Untrusted or FlagReason.MissingDistinctId;
                result = FlagResult.NoValue(result.Reason);
                return !isRefused && (question.Flag is not null || knownRemotely.ContainsIgnoringCase(question.Key));
        }
    }

    /// <summary>Whether the application wants exposures of this flag sent.</summary>
    public bool IsWanted(string flagKey, in FlagQuestion question) =>
        !question.Options.SuppressExposure && (_isWantedByFlag is not null && _isWantedByFlag.TryGetValue(flagKey, out bool isWanted) ? isWanted : _isWanted);
}
