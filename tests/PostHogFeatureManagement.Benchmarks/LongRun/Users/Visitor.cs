using PostHogFeatureManagement.Emulator;

namespace PostHogFeatureManagement.Benchmarks.LongRun.Users;

/// <summary>Someone with a browser, who the shop takes for the caller with this context.</summary>
internal sealed record Visitor(PostHogContext Context)
{
    /// <summary>The customers of the sample. Their claims reach the flags as properties.</summary>
    public static Visitor[] Customers { get; } =
    [
        Customer("ada", "scale", "ada@quill.example"),
        Customer("grace", "team", "grace@navy.example"),
        Customer("linus", "free", "linus@kernel.example"),
        Customer("margaret", "scale", "margaret@apollo.example"),
    ];

    public string DistinctId => Context.DistinctId!;

    public bool IsCustomer { get; private init; }

    /// <summary>Whether they agreed to being measured. Customers have.</summary>
    public bool HasConsent { get; private init; } = true;

    /// <summary>The browser's cookies.</summary>
    public string Cookies { get; init; } = string.Empty;

    /// <summary>Somebody who is not signed in, and whom posthog-js has given an id.</summary>
    public static Visitor Anonymous(string id, bool hasConsent) => new(new PostHogContext(id))
    {
        HasConsent = hasConsent,
        Cookies = $"{PostHogJs(id)}; consent={(hasConsent ? "yes" : "no")}",
    };

    private static Visitor Customer(string id, string plan, string email) =>
        new(new PostHogContext(id) { PersonProperties = new Dictionary<string, object?> { ["plan"] = plan, ["email"] = email } })
        {
            IsCustomer = true,
            Cookies = PostHogJs($"device-of-{id}"),
        };

    private static string PostHogJs(string id) =>
        $"ph_{PostHogEmulator.ProjectToken}_posthog={Uri.EscapeDataString($$"""{"distinct_id":"{{id}}","$device_id":"{{id}}","$user_state":"anonymous"}""")}";
}
