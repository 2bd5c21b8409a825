namespace PostHogFeatureManagement.Evaluation.Matchers.Patterns;

/// <summary>The instructions at which a search stands, in the order in which they were added. Needs no cleared memory.</summary>
internal ref struct StateSet(Span<ushort> order, Span<ushort> places)
{
    private readonly Span<ushort> _order = order;
    private readonly Span<ushort> _places = places;

    public int Count { get; private set; }

    public readonly int this[int index] => _order[index];

    public void Add(int state)
    {
        int place = _places[state];
        if (place >= Count || _order[place] != state)
        {
            _places[state] = (ushort)Count;
            _order[Count++] = (ushort)state;
        }
    }

    public void Clear() => Count = 0;
}
