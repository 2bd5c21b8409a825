using System.Text;
using PostHogFeatureManagement.Definitions;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Definitions;

[Trait("Promise", "DF-10")]
public sealed class ChangedKeysTests
{
    private const string InCohort = """{"id":3,"key":"in-cohort","active":true,"filters":{"groups":[{"properties":[{"key":"id","type":"cohort","value":7}]}]}}""";
    private const string DependsOnBeta =
        """{"id":4,"key":"on-beta","active":true,"filters":{"groups":[{"properties":[{"key":"beta","type":"flag","operator":"flag_evaluates_to","value":true,"dependency_chain":["beta"]}]}]}}""";

    private static readonly string Beta = Library.Flag("beta");
    private static readonly string Gamma = Library.Flag("gamma");

    public static TheoryData<string, string, string[]> Changes => new()
    {
        { Of([Beta, Gamma]), Of([Gamma, Beta]), [] },
        { Of([Beta]), Of([Beta, Gamma]), ["gamma"] },
        { Of([Beta, Gamma]), Of([Gamma]), ["beta"] },
        { Of([Beta, Gamma]), Of([Off(Beta), Gamma]), ["beta"] },
        { Of([DependsOnBeta, Beta, Gamma]), Of([DependsOnBeta, Off(Beta), Gamma]), ["beta", "on-beta"] },
        { Of([DependsOnBeta, Beta, Gamma]), Of([DependsOnBeta, Gamma]), ["beta", "on-beta"] },
        { Of([DependsOnBeta, Gamma]), Of([DependsOnBeta, Beta, Gamma]), ["beta", "on-beta"] },
        { Of([InCohort, Gamma], Cohort("a")), Of([InCohort, Gamma], Cohort("b")), ["in-cohort"] },
        { Of([Beta, Gamma]), Of([Beta, Gamma], "\"group_type_mapping\":{\"0\":\"company\"}"), ["beta", "gamma"] },
        { Of([Beta, Gamma]), Of([Beta, Gamma], "\"property_matching_version\":2"), ["beta", "gamma"] },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task Between_TwoVersions_AreTheFlagsThatMayAnswerDifferently(string before, string after, string[] expected)
    {
        await using var library = new Library(new StubHandler());
        DefinitionsSnapshot old = Install(library, before);

        DefinitionsSnapshot current = Install(library, after);

        Assert.Equal(expected, ChangedKeys.Between(old, current).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Between_NoneBeforeOrAfter_AreAll()
    {
        await using var library = new Library(new StubHandler());
        DefinitionsSnapshot snapshot = Install(library, Of([Beta, Gamma]));

        Assert.Equal(["beta", "gamma"], ChangedKeys.Between(null, snapshot));
        Assert.Equal(["beta", "gamma"], ChangedKeys.Between(snapshot, null));
        Assert.Empty(ChangedKeys.Between(null, null));
    }

    private static DefinitionsSnapshot Install(Library library, string document)
    {
        library.Get<DefinitionsInstaller>().InstallFromServer(DefinitionsContent.Of(Encoding.UTF8.GetBytes(document), null, null));
        return library.Store.Latest!;
    }

    private static string Of(string[] flags, params string[] settings) =>
        "{" + string.Join(',', [$"\"flags\":[{string.Join(',', flags)}]", .. settings]) + "}";

    private static string Cohort(string plan) =>
        "\"cohorts\":{\"7\":{\"type\":\"AND\",\"values\":[{\"key\":\"plan\",\"type\":\"person\",\"value\":\"" + plan + "\"}]}}";

    private static string Off(string flag) => flag.Replace("\"active\":true", "\"active\":false", StringComparison.Ordinal);
}
