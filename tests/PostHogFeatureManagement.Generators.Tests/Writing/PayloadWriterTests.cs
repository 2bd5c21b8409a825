using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.Extensions.Configuration;
using PostHogFeatureManagement.Generators.Tests.Support;

namespace PostHogFeatureManagement.Generators.Tests.Writing;

[Trait("Promise", "DX-06")]
public sealed class PayloadWriterTests
{
    private const string Section = "global::Microsoft.Extensions.Configuration.IConfigurationSection";

    private static readonly (string, string)[] Payloads = [("RootNamespace", "App"), ("PostHogFlagsPayloads", "true")];

    [Fact]
    public void Write_Payload_GivesThisRecord()
    {
        string source = RunOf("""{ "button": "string", "size": "number" }""").Source;

        Assert.Contains(
            $$"""
                /// <summary>The payload of <see cref="global::App.Flags.Headline"/>.
                /// What the payload lacks, or has in another form, is null.</summary>
                [global::System.CodeDom.Compiler.GeneratedCode("PostHogFeatureManagement.Generators", "1")]
                public sealed partial record HeadlinePayload
                {
                    /// <summary>button</summary>
                    public string? Button { get; init; }

                    /// <summary>size</summary>
                    public double? Size { get; init; }

                    /// <summary>Reads a payload, such as the configuration of a variant.</summary>
                    /// <param name="payload">The payload.</param>
                    public static global::App.HeadlinePayload From({{Section}} payload) => new global::App.HeadlinePayload
                    {
                        Button = global::App.FlagsPayloadReader.Text(payload.GetSection("button")),
                        Size = global::App.FlagsPayloadReader.Number(payload.GetSection("size")),
                    };
                }

            """.ReplaceLineEndings("\n"),
            source,
            StringComparison.Ordinal);
        Assert.Contains("ValueTask<global::App.HeadlinePayload?> GetHeadlinePayloadAsync(", source, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "x": "any" }""", $"public {Section}? X {{")]
    [InlineData("""{ "x": "array" }""", $"public global::System.Collections.Generic.IReadOnlyList<{Section}?>? X {{")]
    [InlineData("""{ "x": ["string", "any"] }""", "public global::System.Collections.Generic.IReadOnlyList<string?>? X {")]
    [InlineData("""{ "x": ["string", "number"] }""", $"public global::System.Collections.Generic.IReadOnlyList<{Section}?>? X {{")]
    [InlineData("""{ "x": [["number"]] }""", "IReadOnlyList<global::System.Collections.Generic.IReadOnlyList<double?>?>? X {")]
    [InlineData("""{ "x": { "y": "boolean" } }""", "public global::App.HeadlinePayloadX? X {")]
    [InlineData("""{ "x": [{ "y": "boolean" }, { "z": "number" }] }""", "public double? Z {")]
    [InlineData("""{ "x": "object" }""", $"public {Section}? X {{")]
    [InlineData("""{ "from": "string", "equals": "string", "headline-payload": "string", "clone": "string" }""", "public string? CloneValue {")]
    [InlineData("""{ "X": "string", "x": "any" }""", "public string? X {")]
    public void Write_Shape_GivesThisProperty(string shape, string property) => Assert.Contains(property, RunOf(shape).Source, StringComparison.Ordinal);

    [Fact]
    public void Write_MembersOfOneIdentifier_NumbersTheSecondAndWarns()
    {
        GeneratorRun run = RunOf("""{ "a-b": "string", "a_b": "number" }""");

        Assert.Contains("public double? AB_2 {", run.Source, StringComparison.Ordinal);
        Assert.EndsWith(
            "The members 'a-b' and 'a_b' of the payload of 'headline' give one identifier, so the second is called AB_2",
            Assert.Single(run.Problems),
            StringComparison.Ordinal);
    }

    /// <summary>The payloads of a flag's variants have one record.</summary>
    [Fact]
    public void Write_Variants_MergesTheirPayloads()
    {
        string source = new GeneratorRun(
            """
            { "typedFlags": 1, "flags": [ { "key": "headline", "variants": [
              { "key": "a", "payload": { "x": "string", "y": "number" } }, { "key": "b", "payload": { "z": "boolean", "y": "string" } }, { "key": "c" }
            ] } ] }
            """,
            Payloads).Source;

        Assert.Contains("public string? X {", source, StringComparison.Ordinal);
        Assert.Contains($"public {Section}? Y {{", source, StringComparison.Ordinal);
        Assert.Contains("public bool? Z {", source, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"object\"")]
    [InlineData("\"string\"")]
    [InlineData("""[{ "x": "string" }]""")]
    [InlineData("{ }")]
    public void Write_PayloadWithoutKnownMembers_HasNoRecord(string shape) =>
        Assert.DoesNotContain("Payload", RunOf(shape).Source, StringComparison.Ordinal);

    [Theory]
    [InlineData("false")]
    [InlineData("")]
    public void Write_NotWanted_HasNoRecord(string wanted) => Assert.DoesNotContain(
        "Payload",
        new GeneratorRun(JsonOf("""{ "x": "string" }"""), ("RootNamespace", "App"), ("PostHogFlagsPayloads", wanted)).Source,
        StringComparison.Ordinal);

    [Fact]
    public void Write_TypesOfTheSameNames_Compiles() => Assert.Contains(
        "record HeadlinePayload_2",
        new GeneratorRun(JsonOf("""{ "x": "string" }"""), ("PostHogFlagsClass", "HeadlinePayload"), ("PostHogFlagsPayloads", "TRUE")).Source,
        StringComparison.Ordinal);

    /// <summary>The payload may have changed since the build.</summary>
    [Theory]
    [InlineData("""{ "name": "a", "size": 1.5, "bold": true, "tags": ["x", "y"], "link": { "href": "/" }, "more": 1 }""", "a 1.5 True x,y /")]
    [InlineData("""{ "NAME": 7, "size": "2", "bold": "no", "tags": "x", "link": "y" }""", "7 2   ")]
    [InlineData("""{ "name": { }, "size": [1], "bold": null, "tags": [null, 3], "link": { } }""", "   ,3 ")]
    [InlineData("{ }", "    ")]
    public void From_Payload_ReadsWhatFits(string payload, string read)
    {
        GeneratorRun run = RunOf("""{ "name": "string", "size": "number", "bold": "boolean", "tags": ["string"], "link": { "href": "string" } }""");
        IConfigurationSection section = new ConfigurationBuilder()
            .AddJsonStream(new MemoryStream(System.Text.Encoding.UTF8.GetBytes($$"""{ "payload": {{payload}} }""")))
            .Build()
            .GetSection("payload");

        object record = run.Load().GetType("App.HeadlinePayload")!.GetMethod("From")!.Invoke(null, [section])!;

        string? tags = ValueOf(record, "Tags") is IEnumerable<string?> list ? string.Join(',', list) : null;
        object? link = ValueOf(record, "Link") is { } part ? ValueOf(part, "Href") : null;
        Assert.Equal(read, FormattableString.Invariant($"{ValueOf(record, "Name")} {ValueOf(record, "Size")} {ValueOf(record, "Bold")} {tags} {link}"));
    }

    [Fact]
    public void Generate_CodeEditedOrFileSavedWithoutAChange_DoesNothing()
    {
        const string Shape = """{ "x": { "y": ["string"] } }""";
        GeneratorRun run = RunOf(Shape);
        string source = run.Source;

        run.EditCode("class Other { }");
        run.EditFile(JsonOf(Shape));

        Assert.All(run.Reasons(FlagsGenerator.FilesStep), AssertNoWork);
        Assert.All(run.Reasons(FlagsGenerator.OutputStep), AssertNoWork);
        Assert.Equal(source, RunOf(Shape).Source);
    }

    private static GeneratorRun RunOf(string shape) => new(JsonOf(shape), Payloads);

    private static string JsonOf(string shape) => $$"""{ "typedFlags": 1, "flags": [ { "key": "headline", "payload": {{shape}} } ] }""";

    private static object? ValueOf(object record, string property) => record.GetType().GetProperty(property, BindingFlags.Public | BindingFlags.Instance)!.GetValue(record);

    private static void AssertNoWork(IncrementalStepRunReason reason) =>
        Assert.True(reason is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged, reason.ToString());
}
