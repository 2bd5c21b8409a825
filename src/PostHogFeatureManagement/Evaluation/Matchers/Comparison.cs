namespace PostHogFeatureManagement.Evaluation.Matchers;

/// <summary>The ways to compare two ordered values.</summary>
internal enum Comparison : byte
{
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}
