using System.Buffers;
using System.Text;

namespace PostHogFeatureManagement.Evaluation.Matchers.Patterns;

/// <summary>
/// Follows all ways through a program at once, one character after the other. A character takes at most one step for each instruction, so no pattern is
/// catastrophic.
/// </summary>
internal static class LinearSearch
{
    private const int MaxStackStates = 256;
    private const int End = -1;

    /// <summary>Reading over text that cannot match is this many times cheaper than a step.</summary>
    private const int CharactersPerStep = 32;

    public static bool? IsMatch(PatternProgram program, ReadOnlySpan<char> text, int limit, out int steps)
    {
        int states = program.Instructions.Length;
        ushort[]? rented = states > MaxStackStates ? ArrayPool<ushort>.Shared.Rent(states * 4) : null;
        Span<ushort> room = rented ?? stackalloc ushort[states * 4];
        var current = new StateSet(room[..states], room.Slice(states, states));
        var next = new StateSet(room.Slice(states * 2, states), room.Slice(states * 3, states));
        bool? isMatch = IsMatch(program, text, limit, ref current, ref next, out steps);
        if (rented is not null)
        {
            ArrayPool<ushort>.Shared.Return(rented);
        }

        return isMatch;
    }

    private static bool? IsMatch(PatternProgram program, ReadOnlySpan<char> text, int limit, ref StateSet current, ref StateSet next, out int steps)
    {
        steps = 0;
        int position = 0;
        int before = End;
        while (steps <= limit)
        {
            if (current.Count == 0 && !TrySkip(program, text, ref position, ref steps))
            {
                return false;
            }

            if (position == 0 || !program.IsAnchored)
            {
                current.Add(0);
            }

            int character = Read(text, position, out int width);
            bool hasMatched = Step(program, before, character, ref current, ref next);
            steps += current.Count + 1;
            if (hasMatched || character == End)
            {
                return hasMatched;
            }

            StateSet spare = current;
            current = next;
            next = spare;
            next.Clear();
            before = character;
            position += width;
        }

        return null;
    }

    /// <summary>Moves to where a match can start. Returns false if there is no such place.</summary>
    private static bool TrySkip(PatternProgram program, ReadOnlySpan<char> text, ref int position, ref int steps)
    {
        if (program.IsAnchored || program.Prefix.Length == 0)
        {
            return position == 0 || !program.IsAnchored;
        }

        int skipped = text[position..].IndexOf(program.Prefix, StringComparison.Ordinal);
        steps += (skipped < 0 ? text.Length - position : skipped) / CharactersPerStep;
        position += Math.Max(skipped, 0);
        return skipped >= 0;
    }

    /// <summary>Advances all states over one character. Returns whether one of them has matched before it. States that lead on without it are added.</summary>
    private static bool Step(PatternProgram program, int before, int character, ref StateSet current, ref StateSet next)
    {
        PatternInstruction[] instructions = program.Instructions;
        for (int i = 0; i < current.Count; i++)
        {
            int state = current[i];
            ref readonly PatternInstruction instruction = ref instructions[state];
            switch (instruction.Operation)
            {
                case PatternOperation.Match:
                    return true;
                case PatternOperation.Character:
                    if (instruction.First == character)
                    {
                        next.Add(state + 1);
                    }

                    break;
                case PatternOperation.Set:
                    if (character != End && program.Sets[instruction.First].Contains(character))
                    {
                        next.Add(state + 1);
                    }

                    break;
                case PatternOperation.Jump:
                    current.Add(instruction.First);
                    break;
                case PatternOperation.Split:
                    current.Add(instruction.First);
                    current.Add(instruction.Second);
                    break;
                default:
                    if (PatternInstruction.Holds(instruction.Operation, before, character))
                    {
                        current.Add(state + 1);
                    }

                    break;
            }
        }

        return false;
    }

    /// <summary>Reads a character. Half a surrogate pair is the replacement character, as which it is sent.</summary>
    private static int Read(ReadOnlySpan<char> text, int position, out int width)
    {
        width = 1;
        if (position >= text.Length)
        {
            return End;
        }

        char unit = text[position];
        if (!char.IsSurrogate(unit))
        {
            return unit;
        }

        Rune.DecodeFromUtf16(text[position..], out Rune rune, out width);
        return rune.Value;
    }
}
