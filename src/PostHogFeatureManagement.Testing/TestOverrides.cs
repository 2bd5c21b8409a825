using PostHogFeatureManagement.Flags;
using PostHogFeatureManagement.Flags.Overrides;

namespace PostHogFeatureManagement.Testing;

/// <summary>A test's flags as the library sees them: the overrides of a request, except that exposures are listed.</summary>
internal sealed class TestOverrides(PostHogTest test, TestFlagStore flags, UnsetFlags unset, IConfiguredNames configured) : RequestOverrides
{
    public PostHogTest Test => test;

    public override bool Contains(string name) => unset == UnsetFlags.Throw || flags.Contains(name);

    public override bool TryGet(string name, PostHogContext caller, out FlagResult result)
    {
        if (flags.TryGet(caller.DistinctId, name, out result))
        {
            return result.HasValue;
        }

        if (unset == UnsetFlags.Throw && !IsConfigured(name))
        {
            throw new PostHogTestException($"The application checked the flag {name}, which this test has not set. Set it, for example with Flags.Off(\"{name}\").");
        }

        return false;
    }

    public override IEnumerable<string> NamesFor(PostHogContext caller) =>
        flags.Flags.Where(flag => flags.TryGet(caller.DistinctId, flag, out FlagResult value) && value.HasValue);

    public override FlagReason? WhyNotPostHog(string name, PostHogContext caller)
    {
        if (flags.TryGet(caller.DistinctId, name, out FlagResult value))
        {
            return value.HasValue ? null : value.Reason;
        }

        return unset == UnsetFlags.Emulator ? null : FlagReason.FlagNotFound;
    }

    private bool IsConfigured(string name)
    {
        ValueTask<bool> has = configured.HasExactlyAsync(name);
        return has.IsCompletedSuccessfully ? has.Result : true;
    }
}
