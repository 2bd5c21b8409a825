using Microsoft.Extensions.Configuration;

namespace PostHogFeatureManagement.Configuration;

/// <summary>The contents of a configuration section: values to bind, problems with path and advice, and settings written under their old names.</summary>
internal sealed record OptionsSection(
    IReadOnlyList<KeyValuePair<string, string?>> Values,
    IReadOnlyList<string> Problems,
    IReadOnlyList<RenamedSetting> Renamed,
    PersonPropertyClaims PersonPropertyClaims)
{
    public static OptionsSection Empty { get; } = new([], [], [], []);

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
