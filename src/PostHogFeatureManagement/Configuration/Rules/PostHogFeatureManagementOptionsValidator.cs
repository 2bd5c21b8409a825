using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using PostHogFeatureManagement.Configuration.Reading;

namespace PostHogFeatureManagement.Configuration.Rules;

/// <summary>Checks all settings when the application starts and reports all problems at once, each with its path and advice.</summary>
/// <param name="section">The section that the settings were read from.</param>
/// <param name="configuration">The application's configuration, if it has one.</param>
/// <param name="environment">Where the application runs, if it has a host.</param>
internal sealed class PostHogFeatureManagementOptionsValidator(
    OptionsSection section,
    IConfiguration? configuration = null,
    IHostEnvironment? environment = null) : IValidateOptions<PostHogFeatureManagementOptions>
{
    public ValidateOptionsResult Validate(string? name, PostHogFeatureManagementOptions options)
    {
        var problems = new OptionsProblems(section);
        if (!section.IsUnusable && PresenceRules.Check(options, problems))
        {
            ConnectionRules.Check(options, configuration, problems);
            if (options.Enabled)
            {
                CheckConnection(options, problems);
            }

            RangeRules.Check(options, problems);
            IdentityRules.Check(options.Identity, problems);
            BrowserRules.Check(options.Browser, options.Endpoint, problems);
            OverridesRules.Check(options.Overrides, environment?.IsDevelopment() ?? false, problems);
        }

        return problems.ToResult();
    }

    /// <summary>Checks what matters only while requests are sent: the keys and the address.</summary>
    public void CheckConnection(PostHogFeatureManagementOptions options, OptionsProblems problems)
    {
        KeyRules.Check(options, problems);
        HostRules.Check(options, environment?.IsDevelopment() ?? false, problems);
    }

    /// <summary>The same rules for settings that were read from the section again.</summary>
    public PostHogFeatureManagementOptionsValidator For(OptionsSection changed) => new(changed, configuration, environment);
}
