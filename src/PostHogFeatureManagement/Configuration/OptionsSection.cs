using Microsoft.Extensions.Configuration;

namespace PostHogFeatureManagement.Configuration;

/// <summary>What a configuration section says: the values that can be bound, and everything that cannot, each with its path and advice.</summary>
internal sealed record OptionsSection(IReadOnlyList<KeyValuePair<string, string?>> Values, IReadOnlyList<string> Problems)
{
    public static OptionsSection Empty { get; } = new([], []);

    /// <summary>Binds what is well-formed; the rest is left to the validator to report.</summary>
    public void Bind(PostHogFeatureManagementOptions options) =>
        new ConfigurationBuilder().AddInMemoryCollection(Values).Build().Bind(options);
}
