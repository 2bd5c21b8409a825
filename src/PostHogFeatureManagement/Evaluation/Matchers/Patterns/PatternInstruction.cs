namespace PostHogFeatureManagement.Evaluation.Matchers.Patterns;

/// <summary>One step of a <see cref="PatternProgram"/>.</summary>
internal readonly record struct PatternInstruction(PatternOperation Operation, int First = 0, int Second = 0)
{
    /// <summary>Whether an anchor holds between two characters; a negative one stands for an end of the text.</summary>
    public static bool Holds(PatternOperation anchor, int before, int after) => anchor switch
    {
        PatternOperation.TextStart => before < 0,
        PatternOperation.TextEnd => after < 0,
        PatternOperation.LineStart => before is < 0 or '\n',
        PatternOperation.LineEnd => after is < 0 or '\n',
        PatternOperation.WordBoundary => IsWord(before) != IsWord(after),
        _ => IsWord(before) == IsWord(after),
    };

    private static bool IsWord(int character) => character >= 0 && UnicodeSets.Word.Contains(character);
}
