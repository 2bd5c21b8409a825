using System.Globalization;
using System.Text.Json;
using PostHogFeatureManagement.Definitions.Compilation.Cohorts;
using PostHogFeatureManagement.Evaluation;
using PostHogFeatureManagement.Evaluation.Matchers.Patterns;

namespace PostHogFeatureManagement.Definitions.Compilation;

/// <summary>The state that all parts of one compilation share.</summary>
internal sealed class CompilationState(DefinitionsCompilerOptions options)
{
    /// <summary>Further problems are not listed, so that a broken document cannot take much more memory than its own size.</summary>
    internal const int MaxReports = 1_000;

    private readonly HashSet<LoadReport> _seen = [];
    private readonly List<LoadReport> _reports = [];
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<long, string> _groupTypes = [];
    private readonly Dictionary<string, CompiledPattern> _patterns = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _ordinals = new(StringComparer.Ordinal);

    public DefinitionsCompilerOptions Options { get; } = options;

    public IReadOnlyList<LoadReport> Reports => _reports;

    /// <summary>Whether <c>exact</c> compares only text (<c>property_matching_version</c> 2; protocol §6.3).</summary>
    public bool MatchesExplicitly { get; private set; }

    public bool MinimalFlagCalledEvents { get; private set; }

    public Dictionary<string, CompiledCohort> Cohorts { get; } = new(StringComparer.Ordinal);

    public void ReadSettings(DefinitionsDocument document)
    {
        using JsonDocument? version = document.ParseSetting("property_matching_version");
        MatchesExplicitly = version is not null && version.RootElement.Integer() is { } number && number == 2;
        using JsonDocument? minimal = document.ParseSetting("minimal_flag_called_events");
        MinimalFlagCalledEvents = minimal?.RootElement.ValueKind == JsonValueKind.True;
        using JsonDocument? mapping = document.ParseSetting("group_type_mapping");
        if (mapping?.RootElement.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        foreach (JsonProperty entry in mapping.RootElement.EnumerateObject())
        {
            if (entry.Value.Text() is { } type
                && long.TryParse(entry.NameOrNull(), NumberStyles.None, CultureInfo.InvariantCulture, out long index))
            {
                _groupTypes[index] = type;
            }
        }
    }

    public string? GroupType(long index) => _groupTypes.GetValueOrDefault(index);

    /// <summary>Returns one shared instance of a name, because many filters use the same names.</summary>
    public string Intern(string name)
    {
        if (_names.TryGetValue(name, out string? known))
        {
            return known;
        }

        _names.Add(name);
        return name;
    }

    /// <summary>Compiles a pattern, once for all conditions that have it.</summary>
    public CompiledPattern Pattern(string text)
    {
        if (!_patterns.TryGetValue(text, out CompiledPattern? pattern))
        {
            _patterns[text] = pattern = CompiledPattern.Of(text);
        }

        return pattern;
    }

    /// <summary>Returns false if another flag already has the key.</summary>
    public bool TryAddFlag(string key, int ordinal) => _ordinals.TryAdd(key, ordinal);

    public bool TryGetOrdinal(string key, out int ordinal) => _ordinals.TryGetValue(key, out ordinal);

    /// <summary>Reports the flags without a key, which no caller can ask for.</summary>
    public void ReportNamelessFlags(int firstIndex, int count) => Report(
        null,
        LoadProblem.MalformedFlag,
        count == 1
            ? string.Create(CultureInfo.InvariantCulture, $"Element {firstIndex} of 'flags' is not an object with a text 'key'.")
            : string.Create(CultureInfo.InvariantCulture, $"{count} elements of 'flags', the first is {firstIndex}, are not objects with a text 'key'."));

    public void Report(string? flagKey, LoadProblem problem, string detail)
    {
        var report = new LoadReport(flagKey, problem, detail);
        if (_reports.Count < MaxReports && _seen.Add(report))
        {
            _reports.Add(report);
        }
    }
}
