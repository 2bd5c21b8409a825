namespace PostHogFeatureManagement.Evaluation.Matchers.Patterns;

/// <summary>A pattern, compiled once for all conditions that have it.</summary>
/// <param name="Verdict">Whether the pattern can be evaluated here.</param>
/// <param name="Program">What a search follows; null when the pattern cannot be evaluated here.</param>
internal sealed record CompiledPattern(PatternVerdict Verdict, PatternProgram? Program)
{
    /// <summary>The longest pattern in characters. Reading one takes time proportional to its length.</summary>
    public const int MaxCharacters = 10_000;

    public static CompiledPattern Of(string pattern)
    {
        if (pattern.Length > MaxCharacters)
        {
            return new CompiledPattern(PatternVerdict.TooLarge, null);
        }

        PatternSyntax syntax = PatternParser.Parse(pattern);
        PatternProgram? program = syntax.Verdict == PatternVerdict.Understood ? PatternCompiler.Compile(syntax) : null;
        return new CompiledPattern(syntax.Verdict == PatternVerdict.Understood && program is null ? PatternVerdict.TooLarge : syntax.Verdict, program);
    }
}
