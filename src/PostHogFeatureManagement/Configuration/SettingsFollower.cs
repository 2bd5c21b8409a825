using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using PostHogFeatureManagement.Configuration.Reading;
using PostHogFeatureManagement.Configuration.Rules;

namespace PostHogFeatureManagement.Configuration;

/// <summary>
/// Follows <see cref="PostHogFeatureManagementOptions.Enabled"/> when the configuration changes. What the section itself says counts, even when other settings
/// are invalid at that moment. All other settings stay as they were at the start.
/// </summary>
internal sealed class SettingsFollower : IDisposable
{
    private readonly Lock _following = new();
    private readonly OptionsSectionSource _source;
    private readonly SettingsCheck _check;
    private readonly IReadOnlyList<string> _obstacles;
    private readonly Action<SettingsChange> _report;
    private readonly IDisposable _registration;
    private bool _isWanted;
    private string _reported = string.Empty;

    /// <param name="start">The section as it was at the start.</param>
    /// <param name="options">The settings of the start.</param>
    /// <param name="source">Reads the section again.</param>
    /// <param name="check">Checks the changed settings.</param>
    /// <param name="report">Told what each change led to.</param>
    public SettingsFollower(
        OptionsSection start,
        IOptions<PostHogFeatureManagementOptions> options,
        OptionsSectionSource source,
        SettingsCheck check,
        Action<SettingsChange> report)
    {
        Switch = new PostHogSwitch(options.Value);
        _source = source;
        _check = check;
        _report = report;
        _isWanted = start.IsEnabled ?? true;
        _obstacles = check.ObstaclesOf(options.Value);
        _registration = ChangeToken.OnChange(source.GetReloadToken, Follow);
    }

    public PostHogSwitch Switch { get; }

    public void Dispose() => _registration.Dispose();

    private void Follow()
    {
        lock (_following)
        {
            OptionsSection section = _source.Read();
            IReadOnlyList<string> problems = _check.ProblemsOf(section);

            // A section without the setting means its default, but not while it is invalid: a settings file that is just being replaced has no settings at all.
            bool isWanted = section.IsEnabled ?? (problems.Count == 0 || _isWanted);
            bool isChanged = isWanted != _isWanted;
            _isWanted = isWanted;
            _report(isChanged && isWanted && _obstacles.Count > 0
                ? Refuse(problems)
                : new SettingsChange { SwitchedOn = isChanged && Switch.Turn(isWanted) ? isWanted : null, Problems = New(problems) });
        }
    }

    private SettingsChange Refuse(IReadOnlyList<string> problems)
    {
        // The obstacles are an error of their own, and one is enough.
        New(problems);
        return new SettingsChange { Obstacles = _obstacles };
    }

    private IReadOnlyList<string> New(IReadOnlyList<string> problems)
    {
        string known = _reported;
        _reported = string.Join('\n', problems);
        return _reported == known ? [] : problems;
    }
}
