namespace PostHogFeatureManagement.IntegrationTests.Browser.Site;

/// <param name="Flags">The attribute of the tag.</param>
/// <param name="Nonce">The nonce for scripts.</param>
/// <param name="Shown">What the page shows: flag → value as JSON.</param>
public sealed record BrowserPage(string? Flags, string? Nonce, IReadOnlyDictionary<string, string> Shown);
