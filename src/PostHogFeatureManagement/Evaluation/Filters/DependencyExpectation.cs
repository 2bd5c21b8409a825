namespace PostHogFeatureManagement.Evaluation.Filters;

/// <summary>The value a dependent flag expects of another flag.</summary>
internal enum DependencyExpectation : byte
{
    /// <summary>On, with or without a variant.</summary>
    On,
    Off,

    /// <summary>A variant, by its exact key.</summary>
    Variant,

    /// <summary>A value that no flag can have.</summary>
    Nothing,
}
