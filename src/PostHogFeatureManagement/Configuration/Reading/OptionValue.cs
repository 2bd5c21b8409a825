using System.Globalization;

namespace PostHogFeatureManagement.Configuration.Reading;

/// <summary>Checks whether the text of a setting can be read as its type, and says what to write instead if not.</summary>
internal static class OptionValue
{
    public static string? Problem(string? text, Type type)
    {
        if (type == typeof(string))
        {
            return null;
        }

        if (type == typeof(TimeSpan))
        {
            return TimeSpanProblem(text!);
        }

        if (type == typeof(bool))
        {
            return bool.TryParse(text, out _) ? null : $"{SafeText.Quote(text)} is not true or false.";
        }

        if (type.IsEnum)
        {
            bool named = Enum.GetNames(type).Contains(text, StringComparer.OrdinalIgnoreCase);
            return named ? null : $"{SafeText.Quote(text)} is not one of {string.Join(", ", Enum.GetNames(type))}.";
        }

        bool isNumber = type == typeof(int) || type == typeof(long)
            ? long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out long number) && (type == typeof(long) || (int)number == number)
            : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _);
        return isNumber ? null : $"{SafeText.Quote(text)} is not a number.";
    }

    private static string? TimeSpanProblem(string text)
    {
        // TimeSpan.Parse reads a bare number as days, but "PollInterval": 30 is meant as seconds.
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number))
        {
            return number == 0
                ? null
                : $"'{text}' would be {text} days. Write a time span such as {Suggest(number)} for {text} seconds.";
        }

        return TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out _)
            ? null
            : $"{SafeText.Quote(text)} is not a time span. Write hours:minutes:seconds, for example 00:00:30.";
    }

    private static string Suggest(double seconds) =>
        seconds is > 0 and < 1_000_000_000 ? TimeSpan.FromSeconds(seconds).ToString("c", CultureInfo.InvariantCulture) : "00:00:30";
}
