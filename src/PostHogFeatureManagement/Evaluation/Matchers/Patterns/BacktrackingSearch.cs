using System.Buffers;
using System.Text;

namespace PostHogFeatureManagement.Evaluation.Matchers.Patterns;

/// <summary>
/// Tries one way through a program after the other, as lookarounds, references and atomic groups require. It gives up where the server does: after 10 000
/// attempts.
/// </summary>
internal ref struct BacktrackingSearch
{
    private const int MaxAttempts = 10_000;
    private const int MaxStackRegisters = 64;
    private const int FirstTrailLength = 256;
    private const int CharactersPerStep = 16;
    private const int Failed = -1;
    private const int End = -1;

    private readonly PatternProgram _program;
    private readonly ReadOnlySpan<char> _text;
    private readonly Span<int> _registers;
    private readonly int _limit;
    private Mark[] _trail;
    private int _marks;
    private int _attempts;
    private int _steps;

    private BacktrackingSearch(PatternProgram program, ReadOnlySpan<char> text, Span<int> registers, int limit)
    {
        _program = program;
        _text = text;
        _registers = registers;
        _limit = limit;
        _trail = ArrayPool<Mark>.Shared.Rent(FirstTrailLength);
    }

    private readonly bool IsExhausted => _steps > _limit || _attempts > MaxAttempts;

    public static bool? IsMatch(PatternProgram program, ReadOnlySpan<char> text, int limit, out int steps)
    {
        int[]? rented = program.Registers > MaxStackRegisters ? ArrayPool<int>.Shared.Rent(program.Registers) : null;
        Span<int> registers = rented ?? stackalloc int[MaxStackRegisters];
        registers.Fill(Failed);
        var search = new BacktrackingSearch(program, text, registers, limit);
        bool? isMatch = search.Search();
        steps = search._steps;
        ArrayPool<Mark>.Shared.Return(search._trail);
        if (rented is not null)
        {
            ArrayPool<int>.Shared.Return(rented);
        }

        return isMatch;
    }

    private bool? Search()
    {
        int last = _program.IsAnchored ? 0 : _text.Length;
        for (int start = 0; start <= last; start += Width(start))
        {
            if (Run(0, start) != Failed)
            {
                return true;
            }

            if (IsExhausted)
            {
                return null;
            }
        }

        return false;
    }

    /// <summary>Runs to the next match. Returns where it ends.</summary>
    private int Run(int state, int position)
    {
        int floor = _marks;
        while (++_steps <= _limit)
        {
            ref readonly PatternInstruction instruction = ref _program.Instructions[state];
            bool goesOn = true;
            switch (instruction.Operation)
            {
                case PatternOperation.Match:
                    return position;
                case PatternOperation.Character:
                    goesOn = Read(position) == instruction.First;
                    position += goesOn ? Width(position) : 0;
                    break;
                case PatternOperation.Set:
                    goesOn = position < _text.Length && _program.Sets[instruction.First].Contains(Read(position));
                    position += goesOn ? Width(position) : 0;
                    break;
                case PatternOperation.Jump:
                    state = instruction.First;
                    continue;
                case PatternOperation.Split:
                    Push(new Mark(Mark.NoRegister, position, instruction.Second));
                    state = instruction.First;
                    continue;
                case PatternOperation.Save:
                    Push(new Mark(instruction.First, _registers[instruction.First], 0));
                    _registers[instruction.First] = position;
                    break;
                case PatternOperation.Progress:
                    goesOn = _registers[instruction.First] != position;
                    break;
                case PatternOperation.Reference:
                    goesOn = TryTakeAgain(instruction.First, ref position);
                    break;
                case PatternOperation.Atomic:
                    goesOn = TryRunPart(state + 1, position, out int end);
                    (state, position) = goesOn ? (instruction.Second - 1, end) : (state, position);
                    break;
                case PatternOperation.Around or PatternOperation.NotAround:
                    goesOn = LooksAround(instruction, state + 1, position);
                    state = goesOn ? instruction.Second - 1 : state;
                    break;
                default:
                    goesOn = PatternInstruction.Holds(instruction.Operation, ReadBefore(position), Read(position));
                    break;
            }

            if (goesOn)
            {
                state++;
            }
            else if (!TryGoBack(floor, out state, out position))
            {
                return Failed;
            }
        }

        return Failed;
    }

    private bool LooksAround(in PatternInstruction around, int part, int position)
    {
        int floor = _marks;
        int start = position;
        for (int back = around.First; back > 0 && start >= 0; back--)
        {
            start = start == 0 ? Failed : start - WidthBefore(start);
        }

        bool isFound = start >= 0 && TryRunPart(part, start, out _);
        bool isWanted = around.Operation == PatternOperation.Around;
        if (isFound && !isWanted)
        {
            GoBackTo(floor);
        }

        return isFound == isWanted && !IsExhausted;
    }

    /// <summary>Runs a part whose first match is final. Its other ways are given up, but going back still undoes what it remembered.</summary>
    private bool TryRunPart(int state, int position, out int end)
    {
        int floor = _marks;
        end = Run(state, position);
        int kept = floor;
        for (int i = floor; i < _marks; i++)
        {
            if (_trail[i].Register != Mark.NoRegister)
            {
                _trail[kept++] = _trail[i];
            }
        }

        _marks = kept;
        return end != Failed;
    }

    private bool TryTakeAgain(int register, ref int position)
    {
        (int start, int end) = (_registers[register], _registers[register + 1]);
        if (start < 0 || end < start)
        {
            return false;
        }

        ReadOnlySpan<char> taken = _text[start..end];
        _steps += taken.Length / CharactersPerStep;
        if (!_text[position..].StartsWith(taken))
        {
            return false;
        }

        position += taken.Length;
        return true;
    }

    private bool TryGoBack(int floor, out int state, out int position)
    {
        (state, position) = (0, 0);
        _attempts++;
        while (_marks > floor && !IsExhausted)
        {
            Mark mark = _trail[--_marks];
            if (mark.Register == Mark.NoRegister)
            {
                (state, position) = (mark.State, mark.Value);
                return true;
            }

            _registers[mark.Register] = mark.Value;
        }

        return false;
    }

    private void GoBackTo(int floor)
    {
        while (_marks > floor)
        {
            Mark mark = _trail[--_marks];
            if (mark.Register != Mark.NoRegister)
            {
                _registers[mark.Register] = mark.Value;
            }
        }
    }

    private void Push(Mark mark)
    {
        if (_marks == _trail.Length)
        {
            Mark[] longer = ArrayPool<Mark>.Shared.Rent(_trail.Length * 2);
            _trail.CopyTo(longer.AsSpan());
            ArrayPool<Mark>.Shared.Return(_trail);
            _trail = longer;
        }

        _trail[_marks++] = mark;
    }

    private readonly int Read(int position)
    {
        if (position >= _text.Length)
        {
            return End;
        }

        Rune.DecodeFromUtf16(_text[position..], out Rune rune, out _);
        return rune.Value;
    }

    private readonly int ReadBefore(int position)
    {
        if (position == 0)
        {
            return End;
        }

        Rune.DecodeLastFromUtf16(_text[..position], out Rune rune, out _);
        return rune.Value;
    }

    private readonly int Width(int position) => IsPair(position) ? 2 : 1;

    private readonly int WidthBefore(int position) => position > 1 && IsPair(position - 2) ? 2 : 1;

    private readonly bool IsPair(int position) => position + 1 < _text.Length && char.IsSurrogatePair(_text[position], _text[position + 1]);

    /// <summary>Another way that the search can take, or what a register was before it.</summary>
    private readonly record struct Mark(int Register, int Value, int State)
    {
        public const int NoRegister = -1;
    }
}
