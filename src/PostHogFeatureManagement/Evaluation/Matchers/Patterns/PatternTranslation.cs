namespace PostHogFeatureManagement.Evaluation.Matchers.Patterns;

/// <summary>A server pattern, translated to .NET's dialect.</summary>
/// <param name="Verdict">Whether the translation succeeded.</param>
/// <param name="Text">The pattern for .NET; empty when the translation failed.</param>
/// <param name="NeedsBacktracking">Whether the pattern uses features that only the backtracking engine has.</param>
internal sealed record PatternTranslation(PatternVerdict Verdict, string Text, bool NeedsBacktracking);
