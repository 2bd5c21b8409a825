namespace PostHogFeatureManagement.Evaluation.Matchers.Patterns;

/// <summary>Turns a pattern into the instructions that a search follows.</summary>
internal sealed class PatternCompiler
{
    private const int RegistersPerGroup = 2;

    /// <summary>The most parts to visit. Repeating a part that has no instructions, such as <c>(?:){1000}</c>, is work, too.</summary>
    private const int MaxVisits = 100_000;

    private readonly List<PatternInstruction> _instructions = [];
    private readonly List<CodePointSet> _sets = [];
    private readonly PatternSyntax _syntax;
    private int _registers;
    private int _ranges;
    private int _visits;

    private PatternCompiler(PatternSyntax syntax)
    {
        _syntax = syntax;
        _registers = syntax.NeedsBacktracking ? syntax.Groups * RegistersPerGroup : 0;
    }

    /// <summary>The server refuses large classes that are repeated hundreds of times, as <c>\w{1000}</c>, because it would need megabytes for them.</summary>
    private bool IsTooLarge => _instructions.Count > PatternProgram.MaxLength || _ranges > PatternParser.MaxRanges || _visits > MaxVisits;

    /// <summary>Returns null when the pattern is too large.</summary>
    public static PatternProgram? Compile(PatternSyntax syntax)
    {
        var compiler = new PatternCompiler(syntax);
        compiler.Emit(syntax.Root);
        compiler.Add(PatternOperation.Match);
        return compiler.IsTooLarge
            ? null
            : new PatternProgram([.. compiler._instructions], [.. compiler._sets], compiler._registers, syntax.NeedsBacktracking);
    }

    private int Add(PatternOperation operation, int first = 0, int second = 0)
    {
        _instructions.Add(new PatternInstruction(operation, first, second));
        return _instructions.Count - 1;
    }

    private void Emit(PatternNode node)
    {
        _visits++;
        if (IsTooLarge)
        {
            return;
        }

        switch (node)
        {
            case PatternNode.Characters characters:
                EmitCharacters(characters.Set);
                break;
            case PatternNode.Sequence sequence:
                Array.ForEach(sequence.Items, Emit);
                break;
            case PatternNode.Alternatives alternatives:
                EmitAlternatives(alternatives.Items);
                break;
            case PatternNode.Repeat repeat:
                EmitRepeat(repeat);
                break;
            case PatternNode.Anchor anchor:
                Add(anchor.Operation);
                break;
            case PatternNode.Capture capture:
                EmitCapture(capture);
                break;
            case PatternNode.Backreference reference:
                Add(PatternOperation.Reference, FirstRegister(reference.Group));
                break;
            case PatternNode.Atomic atomic:
                EmitPart(PatternOperation.Atomic, 0, atomic.Item);
                break;
            case PatternNode.Around around:
                EmitPart(around.IsNegated ? PatternOperation.NotAround : PatternOperation.Around, around.IsBehind ? around.Item.Length ?? 0 : 0, around.Item);
                break;
        }
    }

    private void EmitCharacters(CodePointSet set)
    {
        if (set.IsSingle(out int character))
        {
            Add(PatternOperation.Character, character);
            return;
        }

        _ranges += set.Ranges.Length;
        int index = _sets.LastIndexOf(set);
        if (index < 0)
        {
            index = _sets.Count;
            _sets.Add(set);
        }

        Add(PatternOperation.Set, index);
    }

    private void EmitAlternatives(PatternNode[] items)
    {
        var ends = new List<int>();
        for (int i = 0; i < items.Length - 1; i++)
        {
            int split = Add(PatternOperation.Split, _instructions.Count + 1);
            Emit(items[i]);
            ends.Add(Add(PatternOperation.Jump));
            _instructions[split] = _instructions[split] with { Second = _instructions.Count };
        }

        Emit(items[^1]);
        foreach (int end in ends)
        {
            _instructions[end] = _instructions[end] with { First = _instructions.Count };
        }
    }

    private void EmitRepeat(PatternNode.Repeat repeat)
    {
        int required = repeat.Most is null ? Math.Max(repeat.Least - 1, 0) : repeat.Least;
        for (int i = 0; i < required && !IsTooLarge; i++)
        {
            Emit(repeat.Item);
        }

        var splits = new List<(int Split, int Inside)>();
        int optional = repeat.Most is { } most ? most - repeat.Least : repeat.Least == 0 ? 1 : 0;
        for (int i = 0; i < optional && !IsTooLarge; i++)
        {
            int split = Add(PatternOperation.Split);
            splits.Add((split, split + 1));
            if (repeat.Most is not null)
            {
                Emit(repeat.Item);
            }
        }

        if (repeat.Most is null)
        {
            splits.Add(EmitLoop(repeat.Item));
        }

        int after = _instructions.Count;
        foreach ((int split, int inside) in splits)
        {
            _instructions[split] = new PatternInstruction(PatternOperation.Split, repeat.IsLazy ? after : inside, repeat.IsLazy ? inside : after);
        }
    }

    /// <summary>Emits one repetition or more. Returns the instruction that decides about another one, and where that one starts.</summary>
    private (int Split, int Inside) EmitLoop(PatternNode item)
    {
        int start = _instructions.Count;
        if (!_syntax.NeedsBacktracking || !item.CanBeEmpty)
        {
            Emit(item);
            return (Add(PatternOperation.Split), start);
        }

        // A repetition that takes nothing is the last one. Otherwise the search would not end.
        int register = _registers++;
        Add(PatternOperation.Save, register);
        Emit(item);
        int split = Add(PatternOperation.Split);
        Add(PatternOperation.Progress, register);
        Add(PatternOperation.Jump, start);
        return (split, split + 1);
    }

    private void EmitCapture(PatternNode.Capture capture)
    {
        if (!_syntax.NeedsBacktracking)
        {
            Emit(capture.Item);
            return;
        }

        int register = FirstRegister(capture.Group);
        Add(PatternOperation.Save, register);
        Emit(capture.Item);
        Add(PatternOperation.Save, register + 1);
    }

    private void EmitPart(PatternOperation operation, int back, PatternNode part)
    {
        int start = Add(operation, back);
        Emit(part);
        Add(PatternOperation.Match);
        _instructions[start] = _instructions[start] with { Second = _instructions.Count };
    }

    private static int FirstRegister(int group) => (group - 1) * RegistersPerGroup;
}
