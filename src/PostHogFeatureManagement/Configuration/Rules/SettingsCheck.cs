using Microsoft.Extensions.Options;
using PostHogFeatureManagement.Configuration.Reading;

namespace PostHogFeatureManagement.Configuration.Rules;

/// <summary>Checks settings after the start, by the rules of the start.</summary>
/// <param name="section">The section as it was at the start.</param>
/// <param name="setups">What sets the settings: the section, and code of the application.</param>
/// <param name="changes">What changes them afterwards.</param>
/// <param name="rules">What the settings must be.</param>
internal sealed class SettingsCheck(
    OptionsSection section,
    IEnumerable<IConfigureOptions<PostHogFeatureManagementOptions>> setups,
    IEnumerable<IPostConfigureOptions<PostHogFeatureManagementOptions>> changes,
    IEnumerable<IValidateOptions<PostHogFeatureManagementOptions>> rules)
{
    /// <summary>Why the application would not start with a changed section.</summary>
    public IReadOnlyList<string> ProblemsOf(OptionsSection changed)
    {
        var factory = new OptionsFactory<PostHogFeatureManagementOptions>(
            setups.Select(setup => setup is OptionsSectionBinder ? new OptionsSectionBinder(changed) : setup),
            changes,
            rules.Select(rule => rule is PostHogFeatureManagementOptionsValidator own ? own.For(changed) : rule));
        try
        {
            factory.Create(Options.DefaultName);
            return [];
        }
        catch (OptionsValidationException exception)
        {
            return [.. exception.Failures];
        }
        catch (Exception exception)
        {
            return [$"The application's own code for the settings threw {exception.GetType().Name}."];
        }
    }

    /// <summary>
    /// Why PostHog cannot be switched on with the settings of the start. If it was off then, the rules for the address and the keys have not been applied yet.
    /// </summary>
    public IReadOnlyList<string> ObstaclesOf(PostHogFeatureManagementOptions options)
    {
        if (options.Enabled)
        {
            return [];
        }

        var problems = new OptionsProblems(section);
        rules.OfType<PostHogFeatureManagementOptionsValidator>().Single().CheckConnection(options, problems);
        if (section.IsEnabled != false)
        {
            problems.Add(nameof(options.Enabled), "is set to false by the application's own code, which comes after the configuration.");
        }

        return problems.All;
    }
}
