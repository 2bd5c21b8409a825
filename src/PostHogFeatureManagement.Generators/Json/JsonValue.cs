using Microsoft.CodeAnalysis.Text;

namespace PostHogFeatureManagement.Generators.Json;

/// <summary>A value and where it stands in the file.</summary>
internal sealed class JsonValue(JsonKind kind, TextSpan span, string text, JsonValue[] items, JsonMember[] members)
{
    public JsonKind Kind => kind;

    /// <summary>For a string, its quotation marks are part of it.</summary>
    public TextSpan Span => span;

    /// <summary>A string without its quotation marks and escapes; a number, true or false as written.</summary>
    public string Text => text;

    public IReadOnlyList<JsonValue> Items => items;

    public IReadOnlyList<JsonMember> Members => members;

    public bool IsTrue => kind == JsonKind.Boolean && text == "true";

    /// <summary>The value of a member; the last one counts, as in .NET's readers.</summary>
    public JsonValue? Member(string name, StringComparison comparison = StringComparison.Ordinal) =>
        Array.FindLast(members, member => string.Equals(member.Name, name, comparison))?.Value;

    public string? TextOf(string member) => Member(member) is { Kind: JsonKind.String } value ? value.Text : null;
}
