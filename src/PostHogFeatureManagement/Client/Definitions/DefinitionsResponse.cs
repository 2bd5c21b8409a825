namespace PostHogFeatureManagement.Client.Definitions;

/// <summary>PostHog's flag definitions, or that they have not changed. Immutable.</summary>
/// <param name="Body">The body as PostHog sent it; null when the definitions are still those that were known.</param>
/// <param name="ETag">The ETag header as PostHog sent it, with its weak mark; null when there was none.</param>
internal sealed record DefinitionsResponse(ReadOnlyMemory<byte>? Body, string? ETag);
