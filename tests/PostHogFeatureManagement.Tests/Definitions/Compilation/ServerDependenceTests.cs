using PostHogFeatureManagement.Evaluation;
using PostHogFeatureManagement.Tests.Evaluation;

namespace PostHogFeatureManagement.Tests.Definitions.Compilation;

[Trait("Promise", "EV-14")]
public class ServerDependenceTests
{
    private static readonly string Pro = Engine.Property("plan", "exact", "\"pro\"");
    private static readonly string Static = Engine.InCohort(99);

    [Fact]
    public void Link_ServerOnlyCohortInFirstCondition_CanNeverBeDecided() =>
        Assert.Equal(FlagReason.ServerOnlyCohort, Cause($$"""{"groups":[{"properties":[{{Static}}]},{}]}"""));

    [Fact]
    public void Link_ServerOnlyCohortNextToProperty_CanBeDecidedForSomeCallers() =>
        Assert.Null(Cause($$"""{"groups":[{"properties":[{{Pro}},{{Static}}]}]}"""));

    [Fact]
    public void Link_ServerOnlyCohortInLaterCondition_CanBeDecided() =>
        Assert.Null(Cause($$"""{"groups":[{"properties":[{{Pro}}]},{"properties":[{{Static}}]}]}"""));

    [Fact]
    public void Link_ServerOnlyCohortInGroupCondition_CanBeDecidedForCallersWithoutTheGroup() =>
        Assert.Null(Cause($$"""{"groups":[{"properties":[{{Static}}],"aggregation_group_type_index":0},{}]}"""));

    [Fact]
    public void Link_ServerOnlyCohortOfDeviceFlag_CanNeverBeDecided() =>
        Assert.Equal(FlagReason.ServerOnlyCohort, Engine.Compile(Engine.Flag(
            $$"""{"groups":[{"properties":[{{Static}}]},{"aggregation_group_type_index":0}]}""", "flag", ""","bucketing_identifier":"device_id" """))[0].ServerCause);

    [Fact]
    public void Link_ServerOnlyCohortAfterPossiblyUndecidedFilter_LaterConditionCanDecide()
    {
        const string Never = """{"type":"AND","values":[{"key":"email","type":"person","operator":"lt","value":"x"}]}""";
        FlagSet set = Engine.Compile(
            Engine.Flag($$"""{"groups":[{"properties":[{{Engine.InCohort(1, "not_in")}},{{Static}}]},{}]}"""), Engine.Cohorts(Never));

        Assert.Null(set[0].ServerCause);
        Assert.True(Engine.Evaluate(set, Engine.Person()).IsEnabled);
    }

    [Fact]
    public void Link_UnknownOperator_CanNeverBeDecidedUnlessALaterConditionCan()
    {
        string unknown = Engine.Property("plan", "no_such", "1");

        Assert.Equal(FlagReason.UnsupportedFormat, Cause($$"""{"groups":[{"properties":[{{unknown}}]}]}"""));
        Assert.Null(Cause($$"""{"groups":[{"properties":[{{unknown}}]},{}]}"""));
    }

    [Fact]
    public void Link_BrokenDependency_CanNeverBeDecided() =>
        Assert.Equal(FlagReason.UndecidedDependency, Cause($$"""{"groups":[{"properties":[{{Engine.DependsOn("ghost")}}]},{}]}"""));

    [Fact]
    public void Link_DependencyOnUndecidableFlag_CanNeverBeDecided()
    {
        FlagSet set = Engine.Compile(
            Engine.Flag(Engine.Condition(Engine.DependsOn("base"))) + "," + Engine.Flag("""{"groups":[{}]}""", "base", ""","ensure_experience_continuity":true"""));

        Assert.Equal(["flag", "base"], set.ServerDependent.Select(flag => flag.Key));
        Assert.Equal(FlagReason.UndecidedDependency, set[0].ServerCause);
    }

    [Fact]
    public void Link_DependencyOnFlagWithUnknownOperator_LaterConditionCanDecide()
    {
        string unknown = Engine.Condition(Engine.Property("plan", "no_such", "1"));
        FlagSet set = Engine.Compile(
            Engine.Flag($$"""{"groups":[{"properties":[{{Engine.DependsOn("base")}}]},{}]}""") + "," + Engine.Flag(unknown, "base"));

        Assert.Null(set[0].ServerCause);
        Assert.True(Engine.Evaluate(set, Engine.Person()).IsEnabled);
    }

    [Fact]
    public void Link_NegatedAndNestedGroups_AreTakenIntoAccount()
    {
        string tree = $$"""{"type":"OR","values":[{"type":"AND","values":[{{Engine.Property("x", "no_such", "1", ""","negation":true""")}}]}]}""";
        FlagSet set = Engine.Compile(Engine.Flag(Engine.Condition(Engine.InCohort(1))), Engine.Cohorts(tree));

        Assert.Equal(FlagReason.UnsupportedFormat, set[0].ServerCause);
    }

    [Theory]
    [InlineData("""{"groups":[]}""")]
    [InlineData("""{"groups":[{}]}""")]
    [InlineData("{}")]
    public void Link_OrdinaryFlag_IsNotListed(string filters) => Assert.Null(Cause(filters));

    private static FlagReason? Cause(string filters) => Engine.Compile(Engine.Flag(filters))[0].ServerCause;
}
