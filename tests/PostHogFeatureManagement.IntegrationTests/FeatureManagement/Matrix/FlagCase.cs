namespace PostHogFeatureManagement.IntegrationTests.FeatureManagement.Matrix;

/// <summary>The expected state of a flag for the matrix's caller.</summary>
internal sealed record FlagCase(bool IsEnabled, string? Variant = null, string? Color = null)
{
    public static FlagCase Of(FlagKind kind) => kind switch
    {
        FlagKind.On or FlagKind.Matching or FlagKind.Configured => new FlagCase(true),
        FlagKind.Variant => new FlagCase(true, "bold", "red"),
        FlagKind.Payload => new FlagCase(true, "true", "blue"),
        FlagKind.Holdout => new FlagCase(true, "holdout-7"),
        _ => new FlagCase(false),
    };
}
