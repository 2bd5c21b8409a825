using Microsoft.Extensions.Options;
using PostHogFeatureManagement.Configuration.Reading;

namespace PostHogFeatureManagement.Configuration.Rules;

/// <summary>Collects problems with the settings, each with the path of its setting. It begins with those of the configuration section.</summary>
internal sealed class OptionsProblems(OptionsSection section)
{
    private readonly List<string> _problems = [.. section.Problems];

    /// <summary>Says that the section has no settings. Null when it has some.</summary>
    public string? Emptiness => section.Emptiness;

    public IReadOnlyList<string> All => _problems;

    /// <summary>The full path of a setting.</summary>
    public string PathOf(string setting) => section.PathOf(setting);

    public void Add(string setting, string problem) => _problems.Add($"{PathOf(setting)} {problem}");

    public void Between<T>(string setting, T value, T lowest, T highest)
        where T : IComparable<T>
    {
        if (value.CompareTo(lowest) < 0 || value.CompareTo(highest) > 0)
        {
            Add(setting, FormattableString.Invariant($"is {value}; it must be between {lowest} and {highest}.{Hint(value)}"));
        }
    }

    public ValidateOptionsResult ToResult() =>
        _problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(_problems);

    private static string Hint<T>(T value) =>
        value is TimeSpan { Ticks: > TimeSpan.TicksPerDay } span && span.Ticks % TimeSpan.TicksPerDay == 0
            ? $" If you mean {span.Days} seconds, write {TimeSpan.FromSeconds(span.Days):c}."
            : string.Empty;
}
