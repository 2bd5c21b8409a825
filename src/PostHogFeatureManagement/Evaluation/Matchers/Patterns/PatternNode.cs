namespace PostHogFeatureManagement.Evaluation.Matchers.Patterns;

/// <summary>A part of a pattern.</summary>
internal abstract record PatternNode
{
    public static PatternNode Nothing { get; } = new Sequence([]);

    /// <summary>The number of characters that every match has; null when it can vary.</summary>
    public abstract int? Length { get; }

    public abstract bool CanBeEmpty { get; }

    internal sealed record Characters(CodePointSet Set) : PatternNode
    {
        public override int? Length => 1;

        public override bool CanBeEmpty => false;
    }

    internal sealed record Sequence(PatternNode[] Items) : PatternNode
    {
        public override int? Length
        {
            get
            {
                int? length = 0;
                foreach (PatternNode item in Items)
                {
                    length += item.Length;
                }

                return length;
            }
        }

        public override bool CanBeEmpty => Array.TrueForAll(Items, static item => item.CanBeEmpty);
    }

    internal sealed record Alternatives(PatternNode[] Items) : PatternNode
    {
        public override int? Length => null;

        public override bool CanBeEmpty => Array.Exists(Items, static item => item.CanBeEmpty);
    }

    /// <param name="Item">What is repeated.</param>
    /// <param name="Least">The fewest repetitions.</param>
    /// <param name="Most">The most repetitions; null when there is no limit.</param>
    /// <param name="IsLazy">Whether fewer repetitions are tried first.</param>
    internal sealed record Repeat(PatternNode Item, int Least, int? Most, bool IsLazy) : PatternNode
    {
        public override int? Length => null;

        public override bool CanBeEmpty => Least == 0 || Item.CanBeEmpty;
    }

    internal sealed record Capture(PatternNode Item, int Group) : PatternNode
    {
        public override int? Length => Item.Length;

        public override bool CanBeEmpty => Item.CanBeEmpty;
    }

    internal sealed record Backreference(int Group) : PatternNode
    {
        public override int? Length => null;

        public override bool CanBeEmpty => true;
    }

    /// <summary>A part whose first match is final.</summary>
    internal sealed record Atomic(PatternNode Item) : PatternNode
    {
        public override int? Length => Item.Length;

        public override bool CanBeEmpty => Item.CanBeEmpty;
    }

    internal sealed record Around(PatternNode Item, bool IsBehind, bool IsNegated) : PatternNode
    {
        public override int? Length => 0;

        public override bool CanBeEmpty => true;
    }

    internal sealed record Anchor(PatternOperation Operation) : PatternNode
    {
        public override int? Length => 0;

        public override bool CanBeEmpty => true;
    }
}
