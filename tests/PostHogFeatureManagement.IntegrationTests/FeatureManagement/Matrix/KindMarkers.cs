namespace PostHogFeatureManagement.IntegrationTests.FeatureManagement.Matrix;

/// <summary>A flag as a type, for the parts that Microsoft.FeatureManagement creates by type.</summary>
internal interface IKindMarker
{
    static abstract FlagKind Kind { get; }
}

internal sealed class OnMarker : IKindMarker
{
    public static FlagKind Kind => FlagKind.On;
}

internal sealed class OffMarker : IKindMarker
{
    public static FlagKind Kind => FlagKind.Off;
}

internal sealed class MatchingMarker : IKindMarker
{
    public static FlagKind Kind => FlagKind.Matching;
}

internal sealed class NotMatchingMarker : IKindMarker
{
    public static FlagKind Kind => FlagKind.NotMatching;
}

internal sealed class VariantMarker : IKindMarker
{
    public static FlagKind Kind => FlagKind.Variant;
}

internal sealed class PayloadMarker : IKindMarker
{
    public static FlagKind Kind => FlagKind.Payload;
}

internal sealed class HoldoutMarker : IKindMarker
{
    public static FlagKind Kind => FlagKind.Holdout;
}

internal sealed class ConfiguredMarker : IKindMarker
{
    public static FlagKind Kind => FlagKind.Configured;
}

internal sealed class UnknownMarker : IKindMarker
{
    public static FlagKind Kind => FlagKind.Unknown;
}
