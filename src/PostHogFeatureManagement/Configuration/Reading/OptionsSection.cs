using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace PostHogFeatureManagement.Configuration.Reading;

/// <summary>The contents of a configuration section: values to bind, and what is wrong or unusual about it.</summary>
/// <param name="Path">The section's full path, with which messages name its settings. Empty for the root of a configuration.</param>
internal sealed record OptionsSection(string Path)
{
    /// <summary>The well-formed values, by the path of the option that they set.</summary>
    public IReadOnlyDictionary<string, string?> Values { get; init; } = new Dictionary<string, string?>();

    /// <summary>The claims to pass on as person properties, which the binder cannot read.</summary>
    public PersonPropertyClaims PersonPropertyClaims { get; init; } = [];

    /// <summary>What has to be corrected, each with path and advice.</summary>
    public IReadOnlyList<string> Problems { get; init; } = [];

    /// <summary>Settings written under their old names.</summary>
    public IReadOnlyList<RenamedSetting> Renamed { get; init; } = [];

    /// <summary>The names of settings that only PostHog's own package reads.</summary>
    public IReadOnlyList<string> OfPostHogsPackage { get; init; } = [];

    /// <summary>Says that the section has no settings, and which one may be meant. Null when it has settings.</summary>
    public string? Emptiness { get; init; }

    /// <summary>Whether this is not a section with settings at all, so that only <see cref="Problems"/> is worth reading.</summary>
    public bool IsUnusable { get; init; }

    /// <summary>What the section says about <see cref="PostHogFeatureManagementOptions.Enabled"/>. Null when it says nothing that can be read.</summary>
    public bool? IsEnabled =>
        Values.TryGetValue(nameof(PostHogFeatureManagementOptions.Enabled), out string? text) && bool.TryParse(text, out bool isEnabled) ? isEnabled : null;

    /// <summary>The full path of a setting of the application's PostHog section.</summary>
    public static string PathOf(IServiceProvider services, string setting) =>
        services.GetService<OptionsSection>()?.PathOf(setting) ?? $"{PostHogFeatureManagementOptions.SectionName}:{setting}";

    /// <summary>The full path of a setting.</summary>
    public string PathOf(string setting) => Path.Length == 0 ? setting : $"{Path}:{setting}";

    /// <summary>Binds the well-formed values. The validator reports the others.</summary>
    public void Bind(PostHogFeatureManagementOptions options)
    {
        new ConfigurationBuilder().AddInMemoryCollection(Values).Build().Bind(options);
        foreach (string property in PersonPropertyClaims)
        {
            options.Identity.PersonPropertyClaims.Add(property, [.. PersonPropertyClaims[property]]);
        }
    }
}
