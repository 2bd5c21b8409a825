using System.Globalization;
using PostHogFeatureManagement.IntegrationTests.Support;

namespace PostHogFeatureManagement.IntegrationTests.FeatureManagement.Differential;

/// <summary>A random flag of PostHog's.</summary>
/// <param name="Key">The flag's key.</param>
/// <param name="Json">Its definition.</param>
/// <param name="IsActive">Whether it is switched on. PostHog's servers leave out a flag that is not.</param>
/// <param name="State">Whether it is on for a signed-in caller. Null when that depends on a hash.</param>
internal sealed record PostHogFlag(string Key, string Json, bool IsActive, Func<Caller, bool?> State)
{
    private static readonly string[] Payloads = ["""{"color":"red","size":3}""", "\"text\"", "42", "[1,2]", "{}"];

    public static PostHogFlag Create(Random random, string key) => random.Next(10) switch
    {
        0 => Active(key, FlagJson.On(key), static _ => true),
        1 => new PostHogFlag(key, FlagJson.Off(key), IsActive: false, static _ => false),
        2 => Active(key, FlagJson.ForProperty(key, Caller.PlanProperty, "scale"), static caller => caller.Plan is null ? null : caller.Plan == "scale"),
        3 => Active(key, FlagJson.ForUser(key, "anna"), static caller => caller.Id == "anna"),
        4 => Active(key, Rollout(key, random.Next(101)), static _ => null),
        5 => Active(key, FlagJson.Variant(key, "bold", Payload(random)), static _ => true),
        6 => Active(key, Split(key, random), static _ => true),
        7 => Active(key, FlagJson.WithPayload(key, Payload(random)!), static _ => true),
        8 => Active(key, FlagJson.VariantForUser(key, "bob", "bold", "plain"), static _ => true),
        _ => Active(key, FlagJson.ServerOnly(key), static _ => true),
    };

    private static PostHogFlag Active(string key, string json, Func<Caller, bool?> state) => new(key, json, IsActive: true, state);

    private static string? Payload(Random random) => Payloads[random.Next(Payloads.Length)];

    private static string Rollout(string key, int percentage) =>
        FlagJson.On(key).Replace("\"rollout_percentage\":100", $"\"rollout_percentage\":{percentage.ToString(CultureInfo.InvariantCulture)}", StringComparison.Ordinal);

    private static string Split(string key, Random random)
    {
        int first = random.Next(101);
        return FlagJson.On(
            key,
            $$$""","multivariate":{"variants":[{"key":"bold","rollout_percentage":{{{first}}}},{"key":"plain","rollout_percentage":{{{100 - first}}}}]},"payloads":{"bold":"{\"a\":\"b\"}"}""");
    }
}
