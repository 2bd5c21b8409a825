namespace PostHogFeatureManagement.Tests.Docs;

/// <param name="Name">The id or section, as <see cref="Papers"/> lists it.</param>
/// <param name="Line">Where it is cited.</param>
internal sealed record Citation(string Name, int Line);
