namespace PostHogFeatureManagement.Evaluation.Filters;

/// <summary>What a dependant wants of another flag.</summary>
internal enum DependencyExpectation : byte
{
    /// <summary>On, with or without a variant.</summary>
    On,
    Off,

    /// <summary>One variant, by its exact key.</summary>
    Variant,

    /// <summary>A value no flag can have.</summary>
    Nothing,
}
