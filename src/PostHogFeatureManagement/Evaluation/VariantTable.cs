namespace PostHogFeatureManagement.Evaluation;

/// <summary>The variants a hash chooses from: parallel arrays of cumulative upper bounds and variant indexes (protocol §4.1).</summary>
internal sealed class VariantTable
{
    private readonly double[] _bounds;
    private readonly int[] _variants;

    /// <param name="weights">Percentages in stored order. They are summed left to right in double, as PostHog does.</param>
    /// <param name="variants">The variant index of each slot; <see cref="Verdict.NoVariant"/> for a variant without a name.</param>
    public VariantTable(ReadOnlySpan<double> weights, int[] variants)
    {
        _bounds = new double[weights.Length];
        double bound = 0;
        for (int i = 0; i < weights.Length; i++)
        {
            bound += weights[i] / 100.0;
            _bounds[i] = bound;
        }

        _variants = variants;
        IsConstant = IsSameForEveryHash(out int constant);
        Constant = constant;
    }

    public static VariantTable None { get; } = new([], []);

    /// <summary>Whether every hash gets the same variant, so that no hash is needed.</summary>
    public bool IsConstant { get; }

    public int Constant { get; }

    /// <summary>The upper bound of each slot.</summary>
    public ReadOnlySpan<double> Bounds => _bounds;

    /// <summary>The variant index of each slot.</summary>
    public ReadOnlySpan<int> Slots => _variants;

    /// <summary>Returns the first variant whose upper bound is above the hash; none when the weights do not reach that far.</summary>
    public int Choose(double hash)
    {
        double[] bounds = _bounds;
        for (int i = 0; i < bounds.Length; i++)
        {
            if (hash < bounds[i])
            {
                return _variants[i];
            }
        }

        return Verdict.NoVariant;
    }

    private bool IsSameForEveryHash(out int variant)
    {
        variant = Verdict.NoVariant;
        for (int i = 0; i < _bounds.Length; i++)
        {
            if (_bounds[i] > 0)
            {
                variant = _variants[i];
                return _bounds[i] >= 1.0;
            }
        }

        return true;
    }
}
