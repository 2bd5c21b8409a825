using PostHogFeatureManagement.Flags;
using PostHogFeatureManagement.Flags.Overrides;

namespace PostHogFeatureManagement.Testing.Hosting;

/// <summary>Lists the checks and exposures of each test. Nothing goes to the queue of events.</summary>
internal sealed class TestObserver(FlagOverrides overrides) : IFlagObserver
{
    public void OnAccess(in FlagQuestion question, in FlagAnswer answer)
    {
        if (overrides.IsInUse && overrides.Request is TestOverrides { Test: { } test })
        {
            string flag = answer.FlagKey ?? question.Key;
            test.Add(new PostHogCheck(flag, question.Caller.DistinctId, answer.Result));
            if (!question.Options.SuppressExposure && IsExposure(answer.Result))
            {
                test.Exposures.Add(new PostHogExposure(flag, ValueOf(answer.Result), question.Caller.DistinctId));
            }
        }
    }

    private static bool IsExposure(in FlagResult result) => result.Source switch
    {
        FlagSource.Override or FlagSource.Local or FlagSource.Remote or FlagSource.Cache or FlagSource.Stale or FlagSource.File => true,

        // Something else answered, because PostHog had no value at the moment.
        _ => result.Reason is not (FlagReason.Unknown or FlagReason.FlagNotFound or FlagReason.Disabled or FlagReason.Untrusted),
    };

    private static string? ValueOf(in FlagResult result) => result.Source is FlagSource.Configuration or FlagSource.Default
        ? null
        : result.Variant ?? (result.IsEnabled ? "true" : "false");
}
