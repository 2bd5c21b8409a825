namespace PostHogFeatureManagement.IntegrationTests.FeatureManagement.Differential;

/// <summary>A random flag in the application's configuration.</summary>
/// <param name="Name">The flag's name.</param>
/// <param name="Json">Its definition.</param>
/// <param name="IsModern">Whether it belongs in <c>feature_management</c>. Otherwise, it belongs in <c>FeatureManagement</c>.</param>
/// <param name="IsOn">Whether Microsoft alone says that it is on. Null when that depends on the caller, or when it throws.</param>
internal sealed record ConfiguredFlag(string Name, string Json, bool IsModern, bool? IsOn)
{
    private const string Variants = """
        "variants":[{"name":"Big","configuration_value":"500px"},{"name":"Small","configuration_value":{"px":"10"}},{"name":"Closed","status_override":"Disabled"}]
        """;

    /// <param name="random">Chooses the flag.</param>
    /// <param name="name">The flag's name.</param>
    /// <param name="keys">PostHog's keys, one of which the flag may use.</param>
    /// <param name="hasTargeting">Whether the application names its callers. Microsoft's own targeting filter works ambiently only then.</param>
    public static ConfiguredFlag Create(Random random, string name, IReadOnlyList<string> keys, bool hasTargeting) => random.Next(hasTargeting ? 11 : 10) switch
    {
        0 or 1 => new ConfiguredFlag(name, "true", IsModern: false, IsOn: true),
        2 or 3 => new ConfiguredFlag(name, "false", IsModern: false, IsOn: false),
        4 => Filtered(name, """{"Name":"Percentage","Parameters":{"Value":100}}""", isOn: true),
        5 => Filtered(name, """{"Name":"TimeWindow","Parameters":{"End":"Mon, 01 Jan 2024 00:00:00 GMT"}}""", isOn: false),
        6 => Filtered(name, """{"Name":"Percentage","Parameters":{"Value":0}},{"Name":"AlwaysOn"}""", isOn: true),
        7 => keys.Count == 0 ? Filtered(name, """{"Name":"AlwaysOn"}""", isOn: true) : Filtered(name, $$$"""{"Name":"PostHog","Parameters":{"Flag":"{{{keys[random.Next(keys.Count)]}}}"}}""", isOn: null),
        8 => Modern(name, $$"""{{Variants}},"allocation":{"default_when_enabled":"Small","user":[{"variant":"Big","users":["anna"]}],"percentile":[{"variant":"Closed","from":0,"to":{{random.Next(101)}}}]}""", isOn: null),
        9 => random.Next(3) == 0
            ? Filtered(name, """{"Name":"NoSuchFilter"}""", isOn: null)
            : Modern(name, $$"""{{Variants}},"allocation":{"default_when_enabled":"Small"}""", isOn: true),
        _ => Filtered(name, """{"Name":"Targeting","Parameters":{"Audience":{"Users":["anna","carl"],"DefaultRolloutPercentage":30}}}""", isOn: null),
    };

    private static ConfiguredFlag Filtered(string name, string filters, bool? isOn) => new(name, $$"""{"EnabledFor":[{{filters}}]}""", IsModern: false, isOn);

    private static ConfiguredFlag Modern(string name, string more, bool? isOn) => new(name, $$"""{"id":"{{name}}","enabled":true,{{more}}}""", IsModern: true, isOn);
}
