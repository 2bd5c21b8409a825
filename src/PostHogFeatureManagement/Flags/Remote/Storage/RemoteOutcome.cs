using System.Runtime.InteropServices;
using PostHogFeatureManagement.Client.Flags;

namespace PostHogFeatureManagement.Flags.Remote.Storage;

/// <summary>Whether two answers for one flag are the same outcome, payload text included.</summary>
internal static class RemoteOutcome
{
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
