namespace PostHogFeatureManagement.Configuration.Rules;

/// <summary>Checks that code has not replaced a group of settings, a list or a text with null, and no choice with a number that means nothing.</summary>
internal static class PresenceRules
{
    /// <returns>Whether everything is there, so that the other rules can look at it.</returns>
    public static bool Check(PostHogFeatureManagementOptions options, OptionsProblems problems)
    {
        bool isPresent = true;
        foreach ((string setting, object? value) in Parts(options))
        {
            if (value is null)
            {
                isPresent = false;
                problems.Add(setting, "is null. Leave it as it is, and set what is inside it.");
            }
            else if (value is Enum choice && !Enum.IsDefined(choice.GetType(), choice))
            {
                problems.Add(setting, $"is {choice}, which is not one of {string.Join(", ", Enum.GetNames(choice.GetType()))}.");
            }
        }

        return isPresent;
    }

    private static IEnumerable<(string Setting, object? Value)> Parts(PostHogFeatureManagementOptions options)
    {
        yield return ("ConnectionName", options.ConnectionName);
        yield return ("Client", options.Client);
        yield return ("Definitions", options.Definitions);
        yield return ("Cache", options.Cache);
        yield return ("Events", options.Events);
        yield return ("Identity", options.Identity);
        yield return ("Browser", options.Browser);
        yield return ("Endpoint", options.Endpoint);
        yield return ("Overrides", options.Overrides);
        yield return ("FeatureManagement", options.FeatureManagement);
        yield return ("Explain", options.Explain);
        if (options.Definitions is { } definitions)
        {
            yield return ("Definitions:TimeZone", definitions.TimeZone);
            yield return ("Definitions:EvaluationContexts", definitions.EvaluationContexts);
            yield return ("Definitions:OnQuotaExceeded", definitions.OnQuotaExceeded);
        }

        if (options.Cache is { } cache)
        {
            yield return ("Cache:KeyPrefix", cache.KeyPrefix);
        }

        if (options.Events is { } events)
        {
            yield return ("Events:SendFlagCalledByFlag", events.SendFlagCalledByFlag);
            yield return ("Events:Protocol", events.Protocol);
        }

        if (options.Identity is { } identity)
        {
            yield return ("Identity:DistinctIdClaims", identity.DistinctIdClaims);
            yield return ("Identity:PersonPropertyClaims", identity.PersonPropertyClaims);
            yield return ("Identity:GroupClaims", identity.GroupClaims);
            yield return ("Identity:ServiceProperties", identity.ServiceProperties);
            yield return ("Identity:TrustedTracingOrigins", identity.TrustedTracingOrigins);
            yield return ("Identity:RequireAuthenticated", identity.RequireAuthenticated);
        }

        if (options.Browser is { } browser)
        {
            yield return ("Browser:Flags", browser.Flags);
        }

        if (options.Endpoint is { } endpoint)
        {
            yield return ("Endpoint:Flags", endpoint.Flags);
        }

        if (options.Overrides is { } overrides)
        {
            yield return ("Overrides:Flags", overrides.Flags);
            yield return ("Overrides:SigningKeys", overrides.SigningKeys);
            yield return ("Overrides:Environments", overrides.Environments);
            yield return ("Overrides:AllowedFlags", overrides.AllowedFlags);
            yield return ("Overrides:DeniedFlags", overrides.DeniedFlags);
        }

        if (options.FeatureManagement is { } adapter)
        {
            yield return ("FeatureManagement:Precedence", adapter.Precedence);
            yield return ("FeatureManagement:PrecedenceByFlag", adapter.PrecedenceByFlag);
            foreach ((string flag, FlagPrecedence precedence) in adapter.PrecedenceByFlag ?? new Dictionary<string, FlagPrecedence>())
            {
                yield return ($"FeatureManagement:PrecedenceByFlag:{flag}", precedence);
            }
        }
    }
}
