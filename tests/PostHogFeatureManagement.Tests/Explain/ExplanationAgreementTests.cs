using System.Text.Json;
using PostHogFeatureManagement.Definitions;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Explain;

/// <summary>An explanation says what a check answers, whatever the definitions, the caller and the configuration.</summary>
[Trait("Promise", "OP-03")]
public sealed class ExplanationAgreementTests
{
    private const int Documents = 150;

    [Theory]
    [InlineData("PostHogFirst")]
    [InlineData("ConfigurationFirst")]
    [InlineData("PostHogOnly")]
    public async Task Explain_RandomFlagsAndCallers_AgreesWithTheCheck(string precedence)
    {
        var random = new Random(17);
        int explained = 0;
        await using var library = new Library(
            new StubHandler(),
            ("PostHog:Definitions:LocalOnly", "true"),
            ("PostHog:FeatureManagement:Precedence", precedence),
            ("FeatureManagement:flag-1", "true"),
            ("FeatureManagement:beta", "true"));
        for (int round = 0; round < Documents; round++)
        {
            var drawn = RandomCase.Draw(random);
            library.Get<DefinitionsInstaller>().InstallFromServer(DefinitionsContent.Of(drawn.Document, etag: null, fetchedAt: null));
            if (library.Store.Latest is not { } definitions)
            {
                continue;
            }

            string[] keys = [.. Enumerable.Range(0, definitions.FlagSet.Count).Select(ordinal => definitions.FlagSet[ordinal].Key), "beta", "flag-1", "missing"];
            foreach (string key in keys.Where(static key => key.Length > 0))
            {
                await CompareAsync(library, key, drawn.Contexts[random.Next(drawn.Contexts.Count)]);
                explained++;
            }
        }

        Assert.True(explained > Documents, $"Only {explained} explanations");
    }

    private static async Task CompareAsync(Library library, string key, PostHogContext caller)
    {
        FlagResult answer = await library.Flags.GetFlagAsync(key, caller);
        FlagExplanation explanation = await library.Get<IPostHogDiagnostics>().ExplainAsync(key, caller);

        Assert.True(explanation.IsCertain);
        Assert.Equal(Describe(answer), Describe(explanation.Answer));
        Assert.Equal(1, JsonElement.Parse(explanation.ToJson()).GetProperty("version").GetInt32());
    }

    private static string Describe(in FlagResult result) =>
        $"{result.HasValue} {result.IsEnabled} {result.Variant} {result.Reason} {result.ConditionIndex} {result.Source} {result.Payload?.GetRawText()}";
}
