using PostHogFeatureManagement.Definitions;
using PostHogFeatureManagement.Evaluation;

namespace PostHogFeatureManagement.Flags;

/// <summary>
/// Finds the layer that a name belongs to: PostHog if it has exactly this key, or else the configuration if exactly this name is configured, or else PostHog if
/// it has the key in another letter case (FM-17). The precedence can put the configured name first or exclude the configuration.
/// </summary>
internal sealed class FlagRouter(FlagPrecedenceRule precedence, IConfiguredNames configured)
{
    /// <param name="name">The flag's name, as the application writes it.</param>
    /// <param name="definitions">The definitions to look in. Null while there are none.</param>
    public ValueTask<FlagRoute> FindAsync(string name, DefinitionsSnapshot? definitions)
    {
        FlagDefinition? flag = null;
        bool isPostHogs = definitions is null || definitions.FlagSet.TryGetFlag(name, out flag);
        return isPostHogs && (precedence.IsNeverConfigurationFirst || !precedence.IsConfigurationFirst(name))
            ? new ValueTask<FlagRoute>(new FlagRoute(FlagOwner.PostHog, flag))
            : FindAmongConfiguredAsync(name, definitions, flag);
    }

    /// <summary>Finds PostHog's flag with this key and ignores the precedence.</summary>
    public static FlagRoute FindInPostHog(string key, DefinitionsSnapshot? definitions)
    {
        FlagDefinition? flag = null;
        bool isPostHogs = definitions is null || definitions.FlagSet.TryGetFlag(key, out flag) || definitions.FlagSet.TryGetFlagIgnoringCase(key, out flag);
        return new FlagRoute(isPostHogs ? FlagOwner.PostHog : FlagOwner.None, flag);
    }

    private async ValueTask<FlagRoute> FindAmongConfiguredAsync(string name, DefinitionsSnapshot? definitions, FlagDefinition? flag)
    {
        bool isPostHogOnly = precedence.IsPostHogOnly(name);
        if (!isPostHogOnly && await configured.HasExactlyAsync(name).ConfigureAwait(false))
        {
            return new FlagRoute(FlagOwner.Configuration);
        }

        if (definitions is null || flag is not null || definitions.FlagSet.TryGetFlagIgnoringCase(name, out flag))
        {
            return new FlagRoute(FlagOwner.PostHog, flag);
        }

        return new FlagRoute(isPostHogOnly ? FlagOwner.None : FlagOwner.Configuration);
    }
}
