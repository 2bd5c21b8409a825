using PostHogFeatureManagement.Definitions;
using PostHogFeatureManagement.Evaluation;

namespace PostHogFeatureManagement.Flags;

/// <summary>
/// Finds the layer that a name belongs to: PostHog if it has exactly this key, or else the configuration if exactly this name is configured, or else PostHog if
/// it has the key in another letter case (FM-17) or its servers may have a flag that the definitions lack. The precedence can put the configured name first or
/// exclude the configuration.
/// </summary>
internal sealed class FlagRouter(FlagPrecedenceRule precedence, IConfiguredNames configured, MissingFlags missing)
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
    public FlagRoute FindInPostHog(string key, DefinitionsSnapshot? definitions)
    {
        FlagDefinition? flag = null;
        bool isPostHogs = definitions is null || definitions.FlagSet.TryGetFlag(key, out flag) || MayHaveOtherwise(key, definitions, out flag);
        return new FlagRoute(isPostHogs ? FlagOwner.PostHog : FlagOwner.None, flag);
    }

    /// <summary>Whether PostHog has a key that differs from the name only in case, or its servers may have a flag that the definitions lack.</summary>
    /// <param name="name">A name that the definitions do not have exactly.</param>
    /// <param name="definitions">The definitions.</param>
    /// <param name="flag">The flag in the definitions. Null when only the servers may have it.</param>
    public bool MayHaveOtherwise(string name, DefinitionsSnapshot definitions, out FlagDefinition? flag) =>
        definitions.FlagSet.TryGetFlagIgnoringCase(name, out flag) || missing.MayExist(name);

    private async ValueTask<FlagRoute> FindAmongConfiguredAsync(string name, DefinitionsSnapshot? definitions, FlagDefinition? flag)
    {
        bool isPostHogOnly = precedence.IsPostHogOnly(name);
        if (!isPostHogOnly && await configured.HasExactlyAsync(name).ConfigureAwait(false))
        {
            return new FlagRoute(FlagOwner.Configuration);
        }

        if (definitions is null || flag is not null || MayHaveOtherwise(name, definitions, out flag))
        {
            return new FlagRoute(FlagOwner.PostHog, flag);
        }

        return new FlagRoute(isPostHogOnly ? FlagOwner.None : FlagOwner.Configuration);
    }
}
