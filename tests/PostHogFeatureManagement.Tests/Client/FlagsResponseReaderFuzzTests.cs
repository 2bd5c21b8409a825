using System.Text;
using FsCheck;
using FsCheck.Fluent;
using PostHogFeatureManagement.Client;
using PostHogFeatureManagement.Client.Flags;
using PostHogFeatureManagement.Tests.Client.Flags;

namespace PostHogFeatureManagement.Tests.Client;

[Trait("Promise", "SC-03")]
public class FlagsResponseReaderFuzzTests
{
    private static readonly byte[] Valid = Encoding.UTF8.GetBytes("""
        {"flags":{"a\u00e9":{"key":"a","enabled":true,"variant":"x\ud83d\ude00","failed":false,"reason":{"code":"condition_match","condition_index":1},
        "metadata":{"id":5,"version":2,"payload":"{\"a\":[1,2]}","has_experiment":true}},"b":{"enabled":false}},"featureFlags":{"c":"v"},
        "featureFlagPayloads":{"c":"\"p\""},"errorsWhileComputingFlags":false,"quotaLimited":[],"requestId":"r","evaluatedAt":17,"minimalFlagCalledEvents":true}
        """);

    /// <summary>Pieces with a meaning in JSON. With them, mutations get past the tokenizer.</summary>
    private static readonly string[] Pieces =
        ["\"", "\\", "{", "}", "[", "]", ":", ",", "null", "true", "1e999", "-", "\\ud800", "\\u0000", "\"flags\":", "\u00ff", " "];

    [Fact]
    public void Read_AnyMutationOfResponse_NeverThrows()
    {
        Gen<(int At, int Removed, int Piece)> edit =
            from at in Gen.Choose(0, Valid.Length - 1)
            from removed in Gen.Choose(0, 12)
            from piece in Gen.Choose(-1, Pieces.Length + 3)
            select (at, removed, piece);
        Gen<(int At, int Removed, int Piece)[]> edits = Gen.Choose(1, 4).SelectMany(count => Gen.ArrayOf(edit, count));

        Prop.ForAll(edits.ToArbitrary(), static changes => IsWellFormed(FlagsResponseReader.Read(Mutate(changes))))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(5_000));
    }

    [Fact]
    public void Read_AnyBytes_NeverThrows() =>
        Prop.ForAll<byte[]>(static bytes => IsWellFormed(FlagsResponseReader.Read(bytes))).Check(Config.QuickThrowOnFailure.WithMaxTest(1_000));

    [Fact]
    public void Read_DeepNesting_Fails()
    {
        string deep = new string('[', 100_000) + new string(']', 100_000);

        Assert.Equal(WireFailure.Unreadable, FlagsResponseReaderTests.FailureOf($$"""{"flags":{"a":{"enabled":true,"metadata":{"payload":{{deep}} } } } }"""));
    }

    [Fact]
    public void Read_DeeplyNestedPayload_StaysText()
    {
        string deep = new string('[', 10_000) + new string(']', 10_000);

        RemoteFlag flag = FlagsResponseReaderTests.Read($$"""{"flags":{"a":{"enabled":true,"metadata":{"payload":"{{deep}}"} } } }""").Flags["a"];

        Assert.Equal(deep, flag.Payload!.Json.GetString());
    }

    [Theory]
    [InlineData("""{"\ud800":1,"flags":{"a":{"enabled":true}}}""")]
    [InlineData("""{"flags":{"\ud800":{"enabled":true},"a":{"enabled":true}}}""")]
    [InlineData("""{"flags":{"a":{"enabled":true}},"requestId":"\ud800"}""")]
    public void Read_InvalidUnicode_AffectsOnlyItsFlag(string json) => Assert.Equal(["a"], FlagsResponseReaderTests.Read(json).Flags.Keys);

    private static bool IsWellFormed(WireAnswer<FlagsResponse> answer) => (answer.Failure == WireFailure.None) == (answer.Value is not null);

    private static byte[] Mutate((int At, int Removed, int Piece)[] edits)
    {
        List<byte> bytes = [.. Valid];
        foreach ((int at, int removed, int piece) in edits)
        {
            int start = Math.Min(at, bytes.Count);
            bytes.RemoveRange(start, Math.Min(removed, bytes.Count - start));
            bytes.InsertRange(start, piece switch
            {
                < 0 => [],
                _ when piece < Pieces.Length => Encoding.UTF8.GetBytes(Pieces[piece]),
                _ => [(byte)(0x80 + (at % 0x80))],
            });
        }

        return [.. bytes];
    }
}
