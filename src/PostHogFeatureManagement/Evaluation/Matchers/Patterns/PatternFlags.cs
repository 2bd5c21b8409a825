namespace PostHogFeatureManagement.Evaluation.Matchers.Patterns;

/// <summary>The flags that <c>(?ims)</c> turns on inside a pattern.</summary>
[Flags]
internal enum PatternFlags : byte
{
    None = 0,
    IgnoreCase = 1,
    Multiline = 2,
    DotMatchesNewline = 4,
}
