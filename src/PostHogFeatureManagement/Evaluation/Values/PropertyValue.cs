namespace PostHogFeatureManagement.Evaluation.Values;

/// <summary>A property value as PostHog's servers see it (protocol §6.1): a view that owns nothing.</summary>
internal readonly ref struct PropertyValue
{
    public PropertyValue(ReadOnlySpan<char> text)
        : this(PropertyKind.Text, text, double.NaN, IsTruthyText(text))
    {
    }

    public PropertyValue(PropertyKind kind, ReadOnlySpan<char> text, double number, bool isTruthy)
    {
        Kind = kind;
        Text = text;
        Number = number;
        IsTruthy = isTruthy;
    }

    public PropertyKind Kind { get; }

    /// <summary>A string itself; anything else as compact JSON, integers and floats apart (1 and 1.0).</summary>
    public ReadOnlySpan<char> Text { get; }

    /// <summary>The value of a JSON number.</summary>
    public double Number { get; }

    /// <summary>JSON true, a string that reads "true", or an array of nothing else (protocol §6.3).</summary>
    public bool IsTruthy { get; }

    public static bool IsTruthyText(ReadOnlySpan<char> text) => text.Equals("true", StringComparison.OrdinalIgnoreCase);

    /// <summary>The value as a double: a number itself, anything else by its text.</summary>
    public bool TryGetNumber(out double number)
    {
        if (Kind == PropertyKind.Number)
        {
            number = Number;
            return true;
        }

        return FloatText.TryParse(Text, out number);
    }
}
