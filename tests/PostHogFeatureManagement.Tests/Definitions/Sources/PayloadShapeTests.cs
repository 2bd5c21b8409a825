using System.Text.Json;
using PostHogFeatureManagement.Definitions.Sources;

namespace PostHogFeatureManagement.Tests.Definitions.Sources;

[Trait("Promise", "DX-06")]
public sealed class PayloadShapeTests
{
    [Theory]
    [InlineData("\"text\"", "\"string\"")]
    [InlineData("1.5", "\"number\"")]
    [InlineData("false", "\"boolean\"")]
    [InlineData("null", "\"any\"")]
    [InlineData("[]", "\"array\"")]
    [InlineData("{}", "\"object\"")]
    [InlineData("""{"b":"x","a":{"c":null,"größe":true}}""", """{"a":{"c":"any","größe":"boolean"},"b":"string"}""")]
    [InlineData("""[2,"x",3,{"a":1},{"a":2},{"b":1}]""", """["number","string",{"a":"number"},{"b":"number"}]""")]
    [InlineData("""{"a":1,"a":"x"}""", """{"a":"string"}""")]
    public void Of_Payload_HasKindsAndNoValues(string payload, string shape) => Assert.Equal(shape, Of(payload));

    /// <summary>Such names are data. The file is committed.</summary>
    [Theory]
    [InlineData("""{"ada@quill.example":true}""")]
    [InlineData("""{"10017":true}""")]
    [InlineData("""{"Ada Lovelace":true}""")]
    [InlineData("""{"":true}""")]
    [InlineData("""{"a":true,"a.b":true}""")]
    public void Of_Dictionary_HidesTheNames(string payload)
    {
        Assert.Equal("\"object\"", Of(payload));
        Assert.Equal("{\"nested\":\"object\"}", Of($"{{\"nested\":{payload}}}"));
    }

    [Fact]
    public void Of_LargeOrDeepObject_IsAnObject()
    {
        Assert.Equal("\"object\"", Of($"{{{string.Join(',', Enumerable.Range(0, 51).Select(static number => $"\"name{number}\":1"))}}}"));
        Assert.Equal("""{"a":{"a":{"a":{"a":"object"}}}}""", Of("""{"a":{"a":{"a":{"a":{"a":1}}}}}"""));
        Assert.Equal("""[[[["array"]]]]""", Of("""[[[[[1]]]]]"""));
    }

    private static string Of(string payload)
    {
        using JsonDocument document = JsonDocument.Parse(payload);
        return PayloadShape.Of(document.RootElement);
    }
}
