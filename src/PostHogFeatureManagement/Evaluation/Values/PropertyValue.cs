namespace PostHogFeatureManagement.Evaluation.Values;

/// <summary>A property value as PostHog's servers see it (protocol §6.1). A view that owns no memory.</summary>
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

    /// <summary>A string unchanged; anything else as compact JSON that keeps integers and floats distinct (1 and 1.0).</summary>
    public ReadOnlySpan<char> Text { get; }

    /// <summary>The value of a JSON number.</summary>
    public double Number { get; }

    /// <summary>Whether the value is JSON true, the string "true" in any case, or an array of only such values (protocol §6.3).</summary>
    public bool IsTruthy { get; }

    public static bool IsTruthyText(ReadOnlySpan<char> text) => text.Equals("true", StringComparison.OrdinalIgnoreCase);

    /// <summary>Gets the value as a double: a number directly, anything else from its text.</summary>
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
