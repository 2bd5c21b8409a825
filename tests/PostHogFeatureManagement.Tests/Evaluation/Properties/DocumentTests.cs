using System.Text.Json;
using System.Text.Json.Nodes;
using PostHogFeatureManagement.Evaluation;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Evaluation.Properties;

public sealed class DocumentTests
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Fact]
    [Trait("Promise", "EV-01")]
    public void Evaluate_SameDocumentAndCaller_GivesTheSameAnswers() => Property.HoldsForSeeds(200, static random =>
    {
        JsonObject document = new RandomDefinitions(random).Next(6);
        PostHogContext caller = new RandomContexts(random).Next();
        SortedDictionary<string, string> first = Answers.Of(Answers.Compile(document), caller);
        SortedDictionary<string, string>[] others = new SortedDictionary<string, string>[4];
        FlagSet again = Answers.Compile(document);
        Parallel.For(0, others.Length, index => others[index] = Answers.Of(again, caller));
        Assert.All(others, other => Answers.AssertSame(first, other));
    });

    [Fact]
    [Trait("Promise", "EV-01")]
    public void Evaluate_RewrittenDocument_GivesTheSameAnswers() => Property.HoldsForSeeds(200, static random =>
    {
        JsonObject document = new RandomDefinitions(random).Next(6);
        PostHogContext caller = new RandomContexts(random).Next();
        string rewritten = Reversed(JsonNode.Parse(document.ToJsonString()))!.ToJsonString(Indented);
        Answers.AssertSame(Answers.Of(Answers.Compile(document), caller), Answers.Of(Answers.Compile(rewritten), caller));
    });

    [Fact]
    [Trait("Promise", "EV-07")]
    public void Evaluate_FlagsInAnotherOrder_GivesTheSameAnswers() => Property.HoldsForSeeds(200, static random =>
    {
        JsonObject document = new RandomDefinitions(random).Next(6);
        PostHogContext caller = new RandomContexts(random).Next();
        JsonNode?[] flags = [.. document["flags"]!.AsArray().Select(static flag => flag!.DeepClone())];
        random.Shuffle(flags);
        JsonObject shuffled = document.DeepClone().AsObject();
        shuffled["flags"] = new JsonArray(flags);
        Answers.AssertSame(Answers.Of(Answers.Compile(document), caller), Answers.Of(Answers.Compile(shuffled), caller));
    });

    [Fact]
    [Trait("Promise", "EV-07")]
    public void Evaluate_OneFlagDamaged_LeavesTheOthersAlone() => Property.HoldsForSeeds(300, static random =>
    {
        JsonObject document = new RandomDefinitions(random).Next(4, areRelated: false);
        PostHogContext caller = new RandomContexts(random).Next();
        SortedDictionary<string, string> before = Answers.Of(Answers.Compile(document), caller);
        JsonNode victim = document["flags"]![0]!;
        new RandomMutations(random).Mutate(victim);
        victim["key"] = RandomNames.Flag(0);
        SortedDictionary<string, string> after = Answers.Of(Answers.Compile(document), caller);
        before.Remove(RandomNames.Flag(0));
        after.Remove(RandomNames.Flag(0));
        Answers.AssertSame(before, after);
    });

    [Fact]
    [Trait("Promise", "EV-12")]
    public void Evaluate_CompleteProperties_NeverGivesMissingProperty() => Property.HoldsForSeeds(300, static random =>
    {
        FlagSet set = Answers.Compile(new RandomDefinitions(random).Next(6));
        SortedDictionary<string, string> answers = Answers.Of(set, new RandomContexts(random).Next(), propertiesAreComplete: true);
        Assert.DoesNotContain(answers.Values, static answer => answer.Contains(nameof(FlagReason.MissingProperty), StringComparison.Ordinal));
    });

    [Fact]
    [Trait("Promise", "EV-12")]
    public void Evaluate_OffWithSomeProperties_StaysOffWhenPropertiesAreComplete() => Property.HoldsForSeeds(300, static random =>
    {
        FlagSet set = Answers.Compile(new RandomDefinitions(random).Next(6, areRelated: false));
        PostHogContext caller = new RandomContexts(random).Next();
        for (int ordinal = 0; ordinal < set.Count; ordinal++)
        {
            FlagEvaluation partial = Answers.Of(set, set[ordinal].Key, caller);
            FlagEvaluation complete = Answers.Of(set, set[ordinal].Key, caller, propertiesAreComplete: true);
            Assert.True(!partial.IsConclusive || partial.IsEnabled || !complete.IsEnabled, Answers.Show(complete));
        }
    });

    /// <summary>Reverses the order of members, except in operands, which are compared as JSON text.</summary>
    private static JsonNode? Reversed(JsonNode? node) => node switch
    {
        JsonObject members => new JsonObject(members.Reverse().Select(static member => KeyValuePair.Create(member.Key, member.Key == "value" ? member.Value?.DeepClone() : Reversed(member.Value)))),
        JsonArray items => new JsonArray([.. items.Select(Reversed)]),
        _ => node?.DeepClone(),
    };
}
