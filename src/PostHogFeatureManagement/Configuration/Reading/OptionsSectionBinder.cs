using Microsoft.Extensions.Options;

namespace PostHogFeatureManagement.Configuration.Reading;

/// <summary>Sets the options from the section.</summary>
internal sealed class OptionsSectionBinder(OptionsSection section) : IConfigureOptions<PostHogFeatureManagementOptions>
{
    public void Configure(PostHogFeatureManagementOptions options) => section.Bind(options);
}
