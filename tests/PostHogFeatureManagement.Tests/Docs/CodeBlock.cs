namespace PostHogFeatureManagement.Tests.Docs;

/// <summary>A fenced block of a page; the line is where its first line of code stands.</summary>
internal sealed record CodeBlock(string Page, int Line, string Language, string Code);
