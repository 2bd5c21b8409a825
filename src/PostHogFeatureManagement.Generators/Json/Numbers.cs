using System.Globalization;

namespace PostHogFeatureManagement.Generators.Json;

internal static class Numbers
{
    public static bool TryParse(string text, out double number) =>
        double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out number);

    public static double ParseOrZero(string? text) => TryParse(text ?? string.Empty, out double number) ? number : 0;
}
