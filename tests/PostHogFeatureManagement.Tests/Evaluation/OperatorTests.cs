namespace PostHogFeatureManagement.Tests.Evaluation;

/// <summary>The operator table of protocol §6.2, with the server's answers for null and for missing properties.</summary>
[Trait("Promise", "EV-03")]
public class OperatorTests
{
    [Theory]
    [InlineData("exact", "\"a\"", false)]
    [InlineData("is_not", "\"a\"", true)]
    [InlineData("is_set", "null", false)]
    [InlineData("is_not_set", "null", true)]
    [InlineData("icontains", "\"a\"", false)]
    [InlineData("not_icontains", "\"a\"", true)]
    [InlineData("icontains_multi", "[\"a\"]", false)]
    [InlineData("not_icontains_multi", "[\"a\"]", true)]
    [InlineData("starts_with", "\"a\"", false)]
    [InlineData("not_starts_with", "\"a\"", true)]
    [InlineData("ends_with", "\"a\"", false)]
    [InlineData("not_ends_with", "\"a\"", true)]
    [InlineData("regex", "\"a\"", false)]
    [InlineData("not_regex", "\"a\"", true)]
    [InlineData("not_regex", "\"[\"", true)]
    [InlineData("gt", "1", false)]
    [InlineData("lte", "1", false)]
    [InlineData("between", "[1,2]", false)]
    [InlineData("not_between", "[1,2]", true)]
    [InlineData("not_between", "[2,1]", true)]
    [InlineData("semver_neq", "\"1.0.0\"", false)]
    [InlineData("is_date_before", "\"2024-01-01\"", false)]
    [InlineData("is_not", "null", false)]
    [Trait("Promise", "EV-12")]
    public void Evaluate_MissingPropertyWithCompleteProperties_GivesTheServersAnswer(string operatorName, string operand, bool expected) =>
        Assert.Equal(expected, Engine.MatchMissing(operatorName, operand));

    [Theory]
    [InlineData("exact", "\"null\"", true)]
    [InlineData("is_not", "\"null\"", false)]
    [InlineData("icontains", "\"UL\"", true)]
    [InlineData("starts_with", "\"nu\"", true)]
    [InlineData("not_ends_with", "\"ll\"", false)]
    [InlineData("regex", "\"^null$\"", true)]
    [InlineData("gt", "0", false)]
    [InlineData("lt", "0", false)]
    [InlineData("between", "[0,1]", false)]
    [InlineData("not_between", "[0,1]", true)]
    [InlineData("semver_gt", "\"0.0.1\"", false)]
    [InlineData("is_date_after", "\"2024-01-01\"", false)]
    public void Match_NullProperty_IsTheTextNull(string operatorName, string operand, bool expected) =>
        Assert.Equal(expected, Engine.Match(operatorName, operand, null));

    [Theory]
    [InlineData("exact")]
    [InlineData("is_not")]
    [InlineData("not_icontains")]
    [InlineData("not_between")]
    [InlineData("semver_neq")]
    [InlineData("is_date_before")]
    public void Match_NullOperand_NeverMatches(string operatorName) => Assert.False(Engine.Match(operatorName, "null", "x"));

    [Theory]
    [InlineData("icontains", """["a","b"]""", """x["a","b"]y""", true)]
    [InlineData("icontains", """["a","b"]""", "a", false)]
    [InlineData("icontains", "12", "a12b", true)]
    [InlineData("icontains", "\"\"", "x", true)]
    [InlineData("icontains_multi", "[]", "x", false)]
    [InlineData("not_icontains_multi", "[]", "x", true)]
    [InlineData("icontains_multi", "\"X\"", "axb", true)]
    [InlineData("starts_with", "\"ab\"", "a", false)]
    [InlineData("not_ends_with", "\"C\"", "abc", false)]
    public void Match_Substrings_CompareJsonText(string operatorName, string operand, object property, bool expected) =>
        Assert.Equal(expected, Engine.Match(operatorName, operand, property));

    [Theory]
    [InlineData("gte", "\"1e2\"", "100", true)]
    [InlineData("gt", "\"-inf\"", "-1e308", true)]
    [InlineData("lt", "\"nan\"", "1", false)]
    [InlineData("gt", "1", " 2", false)]
    [InlineData("gt", "1", "1_000", false)]
    [InlineData("gt", "1", "0x10", false)]
    [InlineData("gt", "1", "٣", false)]
    [InlineData("gt", "1", "", false)]
    [InlineData("gt", "\"abc\"", "5", false)]
    [InlineData("gt", "0", true, false)]
    [InlineData("lt", "[10]", 5, false)]
    [InlineData("between", "[1,\"x\"]", 1, false)]
    [InlineData("between", "[3,1]", 2, false)]
    [InlineData("not_between", "[3,1]", 2, false)]
    [InlineData("between", "[1,2,3]", 2, false)]
    [InlineData("not_between", "[1,2]", "abc", true)]
    [InlineData("not_between", "[1,2]", "nan", false)]
    [InlineData("between", "[1,2]", "nan", false)]
    public void Match_Number_FollowsTheServersGrammar(string operatorName, string operand, object property, bool expected) =>
        Assert.Equal(expected, Engine.Match(operatorName, operand, property));

    [Theory]
    [InlineData("in")]
    [InlineData("not_in")]
    [InlineData("flag_evaluates_to")]
    public void Match_CohortOrFlagOperatorOnProperty_NeverMatches(string operatorName) =>
        Assert.False(Engine.Match(operatorName, "\"x\"", "x"));

    [Fact]
    [Trait("Promise", "EV-12")]
    public void Evaluate_MissingPropertyWithUnknownOperator_IsUndecided() => Assert.Null(Engine.MatchMissing("no_such", "1"));

    [Theory]
    [InlineData("min")]
    [InlineData("max")]
    [InlineData("EXACT")]
    [InlineData("shiny_new_operator")]
    public void Match_UnknownOperator_IsUndecided(string operatorName) => Assert.Null(Engine.Match(operatorName, "1", 1));
}
