namespace PostHogFeatureManagement.Generators.Json;

/// <summary>Why a text is not JSON.</summary>
/// <param name="Position">Where.</param>
/// <param name="Expected">What was expected there, for example "a comma or ]".</param>
internal sealed record JsonError(int Position, string Expected);
