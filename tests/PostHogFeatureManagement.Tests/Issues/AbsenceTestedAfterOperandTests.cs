using PostHogFeatureManagement.Tests.Evaluation;

namespace PostHogFeatureManagement.Tests.Issues;

/// <summary>
/// For a property that is known to be absent, the server does not look at the operand, however odd it is. This library answered false or nothing to a
/// negated operator whose operand it could not use.
/// </summary>
[Trait("Promise", "EV-03")]
[Trait("Promise", "EV-12")]
public sealed class AbsenceTestedAfterOperandTests
{
    [Theory]
    [InlineData("not_regex", "\"[oops\"")]
    [InlineData("not_regex", "\"\\\\p{Greek}\"")]
    [InlineData("not_between", "[3,1]")]
    [InlineData("not_between", "\"x\"")]
    [InlineData("is_not", "1e40")]
    [InlineData("not_icontains", "1e40")]
    [InlineData("not_icontains_multi", "[1e40]")]
    [InlineData("not_starts_with", "1e40")]
    [InlineData("not_ends_with", "1e40")]
    public void Evaluate_AbsentPropertyAndNegatedOperator_Matches(string operatorName, string operand) =>
        Assert.True(Engine.MatchMissing(operatorName, operand));

    [Theory]
    [InlineData("regex", "\"[oops\"")]
    [InlineData("regex", "\"\\\\p{Greek}\"")]
    [InlineData("exact", "1e40")]
    [InlineData("icontains", "1e40")]
    [InlineData("semver_neq", "1e40")]
    [InlineData("semver_caret", "1e40")]
    [InlineData("is_date_before", "\"some day\"")]
    [InlineData("not_regex", "null")]
    [InlineData("is_not", "null")]
    public void Evaluate_AbsentPropertyAndOtherOperatorOrNoOperand_DoesNotMatch(string operatorName, string operand) =>
        Assert.False(Engine.MatchMissing(operatorName, operand));

    [Theory]
    [InlineData("regex", "\"[oops\"")]
    [InlineData("not_regex", "\"[oops\"")]
    [InlineData("not_between", "[3,1]")]
    public void Evaluate_PresentPropertyAndUnusableOperand_NeverMatches(string operatorName, string operand) =>
        Assert.False(Engine.Match(operatorName, operand, "x"));
}
