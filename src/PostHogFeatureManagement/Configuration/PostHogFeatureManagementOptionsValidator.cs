using Microsoft.Extensions.Options;

namespace PostHogFeatureManagement.Configuration;

/// <summary>Checks all settings when the application starts and reports all problems at once, each with its path and advice.</summary>
internal sealed class PostHogFeatureManagementOptionsValidator(OptionsSection section) : IValidateOptions<PostHogFeatureManagementOptions>
{
    public ValidateOptionsResult Validate(string? name, PostHogFeatureManagementOptions options)
    {
        var problems = new OptionsProblems();
        problems.AddRange(section.Problems);
        KeyRules.Check(options, problems);
        RangeRules.Check(options, problems);
        return problems.ToResult();
    }
}
