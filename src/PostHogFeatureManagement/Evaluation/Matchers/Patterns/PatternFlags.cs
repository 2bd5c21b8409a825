namespace PostHogFeatureManagement.Evaluation.Matchers.Patterns;

/// <summary>What <c>(?ims)</c> switches on inside a pattern.</summary>
[Flags]
internal enum PatternFlags : byte
{
    None = 0,
    IgnoreCase = 1,
    Multiline = 2,
    DotMatchesNewline = 4,
}
