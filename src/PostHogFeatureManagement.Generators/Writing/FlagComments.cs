using System.Globalization;
using PostHogFeatureManagement.Generators.Files;

namespace PostHogFeatureManagement.Generators.Writing;

internal static class FlagComments
{
    /// <summary>What a constant's documentation says about the flag.</summary>
    public static string Of(TypedFlag flag)
    {
        string?[] sentences =
        [
            flag.Name is { Length: > 0 } name ? name.TrimEnd('.') + "." : null,
            flag.Variants.Count == 0 ? "On or off" + PayloadOf(flag.Payload is { } payload ? KindOf(payload) : null) + "." : VariantsOf(flag),
            flag.Audience switch
            {
                FlagAudience.NoOne => "Off for everyone.",
                FlagAudience.Everyone => "The same for everyone.",
                _ => null,
            },
            flag.IsDecidedByServers ? "Only PostHog's servers can decide it." : null,
        ];
        return string.Join(" ", sentences.Where(static sentence => sentence is not null).Select(static sentence => CodeText.Comment(sentence!)));
    }

    private static string VariantsOf(TypedFlag flag)
    {
        IEnumerable<string> variants = flag.Variants.Select(static variant =>
            string.Format(CultureInfo.InvariantCulture, "{0} ({1} %)", variant.Key, variant.Percentage));
        string[] payloads = [.. flag.Variants.Select(static variant => variant.Payload).OfType<PayloadShape>().Select(KindOf).Distinct()];
        return $"Variants {string.Join(", ", variants)}{PayloadOf(payloads.Length == 0 ? null : string.Join(" or ", payloads))}.";
    }

    private static string KindOf(PayloadShape payload) => payload.Kind switch
    {
        PayloadKind.Text => "string",
        PayloadKind.Number => "number",
        PayloadKind.Boolean => "boolean",
        PayloadKind.List => "array",
        PayloadKind.Object => "object",
        _ => "any",
    };

    private static string PayloadOf(string? kind) => kind is null ? string.Empty : $"; payload: {kind}";
}
