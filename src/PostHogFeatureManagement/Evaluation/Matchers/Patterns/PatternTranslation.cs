namespace PostHogFeatureManagement.Evaluation.Matchers.Patterns;

/// <summary>A pattern of the server's in .NET's dialect.</summary>
/// <param name="Verdict">Whether there is one.</param>
/// <param name="Text">The pattern for .NET; empty when there is none.</param>
/// <param name="NeedsBacktracking">Whether it uses what only the backtracking engine can do.</param>
internal sealed record PatternTranslation(PatternVerdict Verdict, string Text, bool NeedsBacktracking);
