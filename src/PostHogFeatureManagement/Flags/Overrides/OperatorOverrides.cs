using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using PostHogFeatureManagement.Configuration.Reading;
using PostHogFeatureManagement.Configuration.Rules;

namespace PostHogFeatureManagement.Flags.Overrides;

/// <summary>
/// Follows <see cref="PostHogOverridesOptions.Flags"/> when the configuration changes, for the hour in which PostHog is wrong and cannot be reached. What the
/// section itself says counts, even when other settings are invalid at that moment.
/// </summary>
internal sealed class OperatorOverrides : IDisposable
{
    private const string Prefix = $"{nameof(PostHogFeatureManagementOptions.Overrides)}:{nameof(PostHogOverridesOptions.Flags)}:";

    private readonly Lock _following = new();
    private readonly OptionsSectionSource _source;
    private readonly SettingsCheck _check;
    private readonly Dictionary<string, string> _fromCode;
    private readonly ILogger<OperatorOverrides> _logger;
    private readonly IDisposable _registration;
    private string _told = string.Empty;

    public OperatorOverrides(
        OptionsSection start,
        OptionsSectionSource source,
        SettingsCheck check,
        IOptions<PostHogFeatureManagementOptions> options,
        ILogger<OperatorOverrides> logger)
    {
        _source = source;
        _check = check;
        _logger = logger;
        Dictionary<string, string> read = Of(start);
        _fromCode = options.Value.Overrides.Flags
            .Where(flag => !read.TryGetValue(flag.Key, out string? value) || value != flag.Value)
            .ToDictionary(StringComparer.OrdinalIgnoreCase);
        Use(read);
        _registration = ChangeToken.OnChange(source.GetReloadToken, Follow);
    }

    /// <summary>Called after each change.</summary>
    public event Action? Changed;

    /// <summary>Null when there are none.</summary>
    public OverrideSet? Current { get; private set; }

    public void Dispose() => _registration.Dispose();

    private static Dictionary<string, string> Of(OptionsSection section) => section.Values
        .Where(static value => value.Key.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) && !string.IsNullOrWhiteSpace(value.Value))
        .ToDictionary(static value => value.Key[Prefix.Length..], static value => value.Value!.Trim(), StringComparer.OrdinalIgnoreCase);

    private void Follow()
    {
        lock (_following)
        {
            OptionsSection section = _source.Read();
            Dictionary<string, string> flags = Of(section);

            // No overrides means that they are no longer wanted, but not while the section is invalid: a settings file that is just being replaced is empty.
            if (flags.Count > 0 || _check.ProblemsOf(section).Count == 0)
            {
                Use(flags);
            }
        }
    }

    private void Use(Dictionary<string, string> flags)
    {
        var all = new Dictionary<string, string>(flags, StringComparer.OrdinalIgnoreCase);
        foreach ((string flag, string value) in _fromCode)
        {
            all[flag] = value;
        }

        string now = string.Join(", ", all.OrderBy(static flag => flag.Key, StringComparer.Ordinal).Select(static flag => $"{flag.Key}={flag.Value}"));
        if (now == _told)
        {
            return;
        }

        _told = now;
        Current = all.Count == 0 ? null : new OverrideSet(all.Select(static flag => KeyValuePair.Create(flag.Key, OverrideValue.Parse(flag.Value))));
        _logger.OperatorOverridesChanged(all.Count == 0 ? "none" : now);
        Changed?.Invoke();
    }
}
