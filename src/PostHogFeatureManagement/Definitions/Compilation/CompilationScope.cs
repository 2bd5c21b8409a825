using System.Text.Json;
using PostHogFeatureManagement.Evaluation;

namespace PostHogFeatureManagement.Definitions.Compilation;

/// <summary>What all parts of one compilation share.</summary>
internal sealed class CompilationScope(DefinitionsCompilerOptions options)
{
    private readonly HashSet<LoadReport> _seen = [];
    private readonly List<LoadReport> _reports = [];
    private readonly Dictionary<long, string> _groupTypes = [];
    private readonly Dictionary<string, int> _ordinals = new(StringComparer.Ordinal);

    public DefinitionsCompilerOptions Options { get; } = options;

    public IReadOnlyList<LoadReport> Reports => _reports;

    /// <summary>Whether <c>exact</c> compares text only (<c>property_matching_version</c> 2; protocol §6.3).</summary>
    public bool MatchesExplicitly { get; private set; }

    public Dictionary<string, CompiledCohort> Cohorts { get; } = new(StringComparer.Ordinal);

    public void ReadSettings(JsonElement root)
    {
        MatchesExplicitly = root.TryGetMember("property_matching_version", out JsonElement version)
            && version.TryGetInteger(out long number)
            && number == 2;
        if (!root.TryGetMember("group_type_mapping", out JsonElement mapping) || mapping.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        foreach (JsonProperty entry in mapping.EnumerateObject())
        {
            if (long.TryParse(entry.Name, System.Globalization.CultureInfo.InvariantCulture, out long index)
                && entry.Value.ValueKind == JsonValueKind.String)
            {
                _groupTypes[index] = entry.Value.GetString()!;
            }
        }
    }

    public string? GroupType(long index) => _groupTypes.GetValueOrDefault(index);

    /// <summary>False if another flag has the key already.</summary>
    public bool TryAddFlag(string key, int ordinal) => _ordinals.TryAdd(key, ordinal);

    public bool TryGetOrdinal(string key, out int ordinal) => _ordinals.TryGetValue(key, out ordinal);

    public void Report(string? flagKey, LoadProblem problem, string detail)
    {
        var report = new LoadReport(flagKey, problem, detail);
        if (_seen.Add(report))
        {
            _reports.Add(report);
        }
    }
}
