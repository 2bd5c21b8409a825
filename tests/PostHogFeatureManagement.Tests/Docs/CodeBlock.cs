namespace PostHogFeatureManagement.Tests.Docs;

/// <summary>A fenced code block of a page. The line is the number of its first line of code.</summary>
internal sealed record CodeBlock(string Page, int Line, string Language, string Code);
