namespace PostHogFeatureManagement.Evaluation.Matchers;

/// <summary>The ways two ordered values are compared.</summary>
internal enum Comparison : byte
{
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}
