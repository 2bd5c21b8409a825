using System.Text;

namespace PostHogFeatureManagement.Evaluation.Matchers.Patterns;

/// <summary>A pattern as instructions. Immutable, small, and the same for every text: nothing is built when a text arrives.</summary>
internal sealed class PatternProgram
{
    /// <summary>The most instructions; <c>x{1000}</c> has a thousand.</summary>
    public const int MaxLength = 10_000;

    private readonly bool _needsBacktracking;

    public PatternProgram(PatternInstruction[] instructions, CodePointSet[] sets, int registers, bool needsBacktracking)
    {
        Instructions = instructions;
        Sets = sets;
        Registers = registers;
        Prefix = FindPrefix(instructions);
        IsAnchored = instructions[0].Operation == PatternOperation.TextStart;
        _needsBacktracking = needsBacktracking;
    }

    public PatternInstruction[] Instructions { get; }

    public CodePointSet[] Sets { get; }

    /// <summary>The number of positions that a backtracking search remembers.</summary>
    public int Registers { get; }

    /// <summary>The text that every match starts with; often empty.</summary>
    public string Prefix { get; }

    /// <summary>Whether a match can start only where the text does.</summary>
    public bool IsAnchored { get; }

    /// <summary>Returns whether some part of the text matches; null when finding out takes more steps than the call has left.</summary>
    public bool? IsMatch(ReadOnlySpan<char> text, ref SearchBudget budget)
    {
        bool? isMatch = IsMatch(text, budget.Begin(), out int steps);
        budget.End(steps);
        return isMatch;
    }

    /// <param name="text">The text to search.</param>
    /// <param name="limit">The steps after which the search gives up. It may take some more, but fewer than the program has instructions.</param>
    /// <param name="steps">Receives the steps that the search took.</param>
    public bool? IsMatch(ReadOnlySpan<char> text, int limit, out int steps) => _needsBacktracking
        ? BacktrackingSearch.IsMatch(this, text, limit, out steps)
        : LinearSearch.IsMatch(this, text, limit, out steps);

    private static string FindPrefix(PatternInstruction[] instructions)
    {
        var prefix = new StringBuilder();
        foreach (PatternInstruction instruction in instructions)
        {
            // Half a surrogate pair in a text counts as the replacement character, so the text need not contain that.
            if (instruction.Operation != PatternOperation.Character || instruction.First == Rune.ReplacementChar.Value)
            {
                break;
            }

            prefix.Append(new Rune(instruction.First).ToString());
        }

        return prefix.ToString();
    }
}
