using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using PostHogFeatureManagement.Evaluation.Matchers.Patterns;

namespace PostHogFeatureManagement.Tests.Support;

/// <summary>
/// Checks what must hold for every pattern and every text: no exception, no search over its budget, and for ASCII text the answer of .NET's engine, except for
/// atomic groups.
/// </summary>
internal sealed class RandomPatternCheck : RandomCheck
{
    private const int PatternsOfACall = 8;
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(250);

    private int _decided;

    /// <summary>How many searches gave an answer.</summary>
    public int Decided => Volatile.Read(ref _decided);

    protected override string? FindFault(RandomTrial trial)
    {
        string value = RandomPattern.DrawValue(trial.Random);
        trial.Documents.Add(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(value)));
        SearchBudget budget = default;
        long spent = 0;
        foreach (RandomPattern pattern in trial.Random.Many(1, PatternsOfACall, () => RandomPattern.Draw(trial.Random)))
        {
            trial.Documents.Add(Encoding.UTF8.GetBytes(pattern.ToString()));
            if (FindFault(pattern, value, ref budget, ref spent) is { } fault)
            {
                return $"{fault}: {pattern}";
            }
        }

        return null;
    }

    private string? FindFault(RandomPattern pattern, string value, ref SearchBudget budget, ref long spent)
    {
        CompiledPattern compiled = CompiledPattern.Of(pattern.Text);
        if (compiled.Program is not { } program)
        {
            return compiled.Verdict == PatternVerdict.Understood ? "understood without a program" : null;
        }

        int limit = budget.Begin();
        bool? isMatch = program.IsMatch(value, limit, out int steps);
        budget.End(steps);
        spent += Math.Max(steps - SearchBudget.FreeSteps, 0);
        _ = isMatch is null ? 0 : Interlocked.Increment(ref _decided);
        if (steps > limit + PatternProgram.MaxLength || spent > SearchBudget.Steps + PatternProgram.MaxLength)
        {
            return $"{steps} steps of {limit}, {spent} in all";
        }

        // .NET's engine joins atomic groups with the loops around them, and what is next to them with what is in them, which changes their meaning.
        bool isComparable = pattern.DotNet is not null && !pattern.DotNet.Contains("(?>", StringComparison.Ordinal) && Ascii.IsValid(value);
        return isMatch is { } answer && isComparable ? Compare(pattern.DotNet!, value, answer) : null;
    }

    private static string? Compare(string pattern, string value, bool answer)
    {
        // .NET's engine shortens some searches wrongly, for example for a loop before a word boundary. Its other ways to search are the second opinion.
        foreach (RegexOptions way in (RegexOptions[])[RegexOptions.None, RegexOptions.NonBacktracking, RegexOptions.RightToLeft])
        {
            try
            {
                if (Regex.IsMatch(value, pattern, RegexOptions.CultureInvariant | way, Patience) == answer)
                {
                    return null;
                }
            }
            catch (NotSupportedException)
            {
                // The linear engine cannot look around.
            }
            catch (Exception exception) when (exception is RegexMatchTimeoutException or IndexOutOfRangeException or OverflowException)
            {
                // .NET's engine takes too long, or fails on nested loops that can be empty.
                return null;
            }
        }

        return $"{answer}, unlike .NET";
    }
}
