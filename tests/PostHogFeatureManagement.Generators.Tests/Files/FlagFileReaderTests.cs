using PostHogFeatureManagement.Generators.Tests.Support;

namespace PostHogFeatureManagement.Generators.Tests.Files;

/// <summary>A file that cannot be used is reported at its place, with what to do; nothing throws.</summary>
[Trait("Promise", "DX-06")]
public sealed class FlagFileReaderTests
{
    [Theory]
    [InlineData("", "PHFM001 0,0 The file with flags cannot be read: it is empty. Write it with IPostHogDefinitions.ExportTypedAsync")]
    [InlineData("{\n  \"flags\": [ ,\n", "PHFM001 1,13 The file with flags cannot be read: expected a value")]
    [InlineData("{ \"typedFlags\": 1 \"flags\": [] }", "PHFM001 0,18 The file with flags cannot be read: expected a comma or }")]
    [InlineData("{ \"typedFlags\": 1, \"flags\": [ {\"key\": \"a", "PHFM001 0,40 The file with flags cannot be read: expected a string that ends on its line, without broken escapes")]
    [InlineData("{ \"typedFlags\": 1, \"flags\": [] } x", "PHFM001 0,33 The file with flags cannot be read: expected the end of the file")]
    [InlineData("[]", "PHFM001 0,0 The file with flags cannot be read: expected an object with 'typedFlags' and a list 'flags'. Write it with IPostHogDefinitions.ExportTypedAsync")]
    [InlineData("{ \"typedFlags\": 2, \"flags\": [] }", "PHFM001 0,16 The file with flags cannot be read: expected the format 1. Write it with IPostHogDefinitions.ExportTypedAsync of this version of the package")]
    [InlineData("{ \"typedFlags\": 1, \"flags\": [ { \"key\": \"\" } ] }", "PHFM001 0,30 The file with flags cannot be read: expected a flag with a text 'key'")]
    [InlineData("{ \"typedFlags\": 1, \"flags\": [ { \"key\": \"\\ud800\" } ] }", "PHFM001 0,47 The file with flags cannot be read: expected a string that ends on its line, without broken escapes")]
    [InlineData("{ \"typedFlags\": 1, \"flags\": [ {\"key\": \"a\"}, {\"key\": \"a\"} ] }", "PHFM001 0,52 The file with flags cannot be read: the flag 'a' is there twice")]
    [InlineData(
        "{ \"flags\": [ { \"key\": \"a\", \"filters\": { } } ] }",
        "PHFM003 0,0 The file holds the conditions of flags, which can contain personal data. Write it with IPostHogDefinitions.ExportTypedAsync, which leaves them out.")]
    [InlineData(
        "{ \"format\": 1, \"definitions\": { } }",
        "PHFM003 0,0 The file holds the conditions of flags, which can contain personal data. Write it with IPostHogDefinitions.ExportTypedAsync, which leaves them out.")]
    [InlineData(
        "{ \"typedFlags\": 1, \"flags\": [], \"x\": \"phx_0123456789abcdefghij\" }",
        "PHFM003 0,38 The file holds a secret key of PostHog. Revoke the key, and remove it from the file and its history.")]
    public void Read_BrokenFile_SaysWhereAndWhatToDo(string json, string problem) => Assert.Equal([problem], new GeneratorRun(json).Problems);

    [Fact]
    public void Read_DeepFile_IsReported() => Assert.Single(new GeneratorRun(new string('[', 100_000)).Problems);

    [Theory]
    [InlineData("{ \"typedFlags\": 1, \"flags\": [] }")]
    [InlineData("\uFEFF// A comment\n{ \"typedFlags\": 1, \"flags\": [ { \"key\": \"phs_redesign\", \"future\": [1e5, null] }, ], }")]
    public void Read_GoodFile_HasNoProblem(string json)
    {
        var run = new GeneratorRun(json);

        Assert.Empty(run.Problems);
        Assert.NotEmpty(run.Source);
    }
}
