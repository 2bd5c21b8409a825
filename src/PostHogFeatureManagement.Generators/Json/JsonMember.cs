using Microsoft.CodeAnalysis.Text;

namespace PostHogFeatureManagement.Generators.Json;

internal sealed class JsonMember(string name, TextSpan nameSpan, JsonValue value)
{
    public string Name => name;

    public TextSpan NameSpan => nameSpan;

    public JsonValue Value => value;
}
