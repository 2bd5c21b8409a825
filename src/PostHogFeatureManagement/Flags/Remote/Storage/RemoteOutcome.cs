using System.Runtime.InteropServices;
using PostHogFeatureManagement.Client.Flags;

namespace PostHogFeatureManagement.Flags.Remote.Storage;

/// <summary>Compares answers for one flag.</summary>
internal static class RemoteOutcome
{
    /// <summary>Whether they are the same outcome, payload text included.</summary>
    public static bool AreSame(RemoteFlag left, RemoteFlag right) =>
        ReferenceEquals(left, right)
        || (left.IsEnabled == right.IsEnabled
            && string.Equals(left.Variant, right.Variant, StringComparison.Ordinal)
            && left.Reason == right.Reason
            && left.ConditionIndex == right.ConditionIndex
            && left.Version == right.Version
            && left.Id == right.Id
            && left.HasExperiment == right.HasExperiment
            && string.Equals(left.ReasonDescription, right.ReasonDescription, StringComparison.Ordinal)
            && AreSame(left.Payload, right.Payload));

    /// <summary>Whether the flag has changed since all of these. Outcomes of an older version do not occur again.</summary>
    public static bool IsOfNewVersion(RemoteFlag flag, RemoteFlag[] known)
    {
        foreach (RemoteFlag outcome in known)
        {
            if (!(outcome.Version < flag.Version))
            {
                return false;
            }
        }

        return true;
    }

    private static bool AreSame(FlagPayload? left, FlagPayload? right)
    {
        if (ReferenceEquals(left, right))
        {
            return true;
        }

        return left is not null
            && right is not null
            && JsonMarshal.GetRawUtf8Value(left.Json).SequenceEqual(JsonMarshal.GetRawUtf8Value(right.Json));
    }
}
