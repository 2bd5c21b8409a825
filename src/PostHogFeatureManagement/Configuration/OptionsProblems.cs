using Microsoft.Extensions.Options;

namespace PostHogFeatureManagement.Configuration;

/// <summary>Collects problems with the settings, each with the path of its setting.</summary>
internal sealed class OptionsProblems
{
    private readonly List<string> _problems = [];

    public void AddRange(IEnumerable<string> problems) => _problems.AddRange(problems);

    public void Add(string path, string problem) => _problems.Add($"{PostHogFeatureManagementOptions.SectionName}:{path} {problem}");

    public void Between<T>(string path, T value, T lowest, T highest)
        where T : IComparable<T>
    {
        if (value.CompareTo(lowest) < 0 || value.CompareTo(highest) > 0)
        {
            Add(path, FormattableString.Invariant($"is {value}; it must be between {lowest} and {highest}.{Hint(value)}"));
        }
    }

    public ValidateOptionsResult ToResult() =>
        _problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(_problems);

    private static string Hint<T>(T value) =>
        value is TimeSpan { Ticks: > TimeSpan.TicksPerDay } span && span.Ticks % TimeSpan.TicksPerDay == 0
            ? $" If you mean {span.Days} seconds, write {TimeSpan.FromSeconds(span.Days):c}."
            : string.Empty;
}
