namespace PostHogFeatureManagement.Evaluation.Matchers.Patterns;

/// <summary>A pattern of the server's dialect, as read.</summary>
/// <param name="Verdict">Whether it was understood.</param>
/// <param name="Root">What it consists of. Meaningless when it was not understood.</param>
/// <param name="NeedsBacktracking">Whether it uses lookarounds, references or final choices, which only a backtracking search can follow.</param>
/// <param name="Groups">The number of capturing groups.</param>
internal sealed record PatternSyntax(PatternVerdict Verdict, PatternNode Root, bool NeedsBacktracking, int Groups);
