namespace PostHogFeatureManagement.Evaluation.Matchers.Patterns;

/// <summary>What one instruction of a <see cref="PatternProgram"/> does. Unless it says otherwise, the next instruction follows.</summary>
internal enum PatternOperation : byte
{
    /// <summary>The pattern, or the part that a lookaround or an atomic group consists of, has matched.</summary>
    Match,

    /// <summary>Takes the character <c>First</c>.</summary>
    Character,

    /// <summary>Takes a character of the set <c>First</c>.</summary>
    Set,

    /// <summary>Goes on at <c>First</c>.</summary>
    Jump,

    /// <summary>Goes on at <c>First</c> and, if that fails, at <c>Second</c>.</summary>
    Split,

    TextStart,
    TextEnd,
    LineStart,
    LineEnd,
    WordBoundary,
    NoWordBoundary,

    /// <summary>Remembers the position in register <c>First</c>.</summary>
    Save,

    /// <summary>Fails if the position is still the one in register <c>First</c>.</summary>
    Progress,

    /// <summary>Takes the text between registers <c>First</c> and <c>First</c> + 1.</summary>
    Reference,

    /// <summary>The next instructions must match, and their first match is final. Goes on at <c>Second</c> after it.</summary>
    Atomic,

    /// <summary>The next instructions must match, starting <c>First</c> characters back. Goes on at <c>Second</c>, where it was.</summary>
    Around,

    /// <summary>The next instructions must not match, starting <c>First</c> characters back. Goes on at <c>Second</c>, where it was.</summary>
    NotAround,
}
