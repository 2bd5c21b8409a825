using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Primitives;

namespace PostHogFeatureManagement.Configuration.Reading;

/// <summary>Where the settings are. Reads them at the start, and again when the configuration has changed.</summary>
/// <param name="passed">The sections that the application passed, in the order of the calls.</param>
/// <param name="configuration">The application's configuration, if it has one.</param>
internal sealed class OptionsSectionSource(IReadOnlyList<IConfiguration> passed, IConfiguration? configuration)
{
    public OptionsSection Read() => OptionsSectionFinder.Read(passed, configuration);

    /// <summary>Tells of the next change. Null when there is nothing that could change.</summary>
    public IChangeToken? GetReloadToken() => (passed.Count > 0 ? passed[0] : configuration)?.GetReloadToken();
}
