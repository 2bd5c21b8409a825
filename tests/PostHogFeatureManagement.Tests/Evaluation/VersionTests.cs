namespace PostHogFeatureManagement.Tests.Evaluation;

/// <summary>Versions behave as in Rust's semver crate (protocol §6.5).</summary>
[Trait("Promise", "EV-03")]
public class VersionTests
{
    [Fact]
    public void Match_Ordering_FollowsSemVer()
    {
        string[] ordered =
        [
            "1.0.0-0", "1.0.0-2", "1.0.0-11", "1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-alpha.beta", "1.0.0-beta.2", "1.0.0-beta.11", "1.0.0-rc.1",
            "1.0.0", "1.0.0+0", "1.0.0+00", "1.0.0+1", "1.0.0+01", "1.0.0+a", "1.0.1", "1.10.0", "2.0.0", "18446744073709551615.0.0",
        ];
        for (int i = 0; i < ordered.Length; i++)
        {
            for (int j = 0; j < ordered.Length; j++)
            {
                Assert.Equal(i > j, Engine.Match("semver_gt", $"\"{ordered[j]}\"", ordered[i]));
                Assert.Equal(i == j, Engine.Match("semver_eq", $"\"{ordered[j]}\"", ordered[i]));
                Assert.Equal(i <= j, Engine.Match("semver_lte", $"\"{ordered[j]}\"", ordered[i]));
            }
        }
    }

    [Theory]
    [InlineData("semver_tilde", "1.2.3", "1.2.3", true)]
    [InlineData("semver_tilde", "1.2.3", "1.2.9", true)]
    [InlineData("semver_tilde", "1.2.3", "1.3.0", false)]
    [InlineData("semver_tilde", "1.2.3", "1.2.2", false)]
    [InlineData("semver_tilde", "1", "1.0.7", true)]
    [InlineData("semver_tilde", "1", "1.1.0", false)]
    [InlineData("semver_caret", "1.2.3", "1.9.0", true)]
    [InlineData("semver_caret", "1.2.3", "2.0.0", false)]
    [InlineData("semver_caret", "0.2.3", "0.2.9", true)]
    [InlineData("semver_caret", "0.2.3", "0.3.0", false)]
    [InlineData("semver_caret", "0.0.3", "0.0.3", true)]
    [InlineData("semver_caret", "0.0.3", "0.0.4", false)]
    [InlineData("semver_caret", "1.2.3-beta.2", "1.2.3-beta.10", true)]
    [InlineData("semver_caret", "1.2.3-beta.2", "1.2.3-alpha", false)]
    [InlineData("semver_caret", "1.2.3-beta.2", "1.2.4-beta.5", false)]
    [InlineData("semver_caret", "1.2.3", "1.3.0-rc.1", false)]
    [InlineData("semver_tilde", "1.2.3-rc.1", "1.2.3", true)]
    [InlineData("semver_wildcard", "1.2.*", "1.2.0", true)]
    [InlineData("semver_wildcard", "1.2.*", "1.3.0", false)]
    [InlineData("semver_wildcard", "1.*", "1.99.0", true)]
    [InlineData("semver_wildcard", "1.*.*", "1.99.0", true)]
    [InlineData("semver_wildcard", "v1.*", "1.0.0", true)]
    [InlineData("semver_wildcard", "1.*", "1.2.0-rc.1", false)]
    [InlineData("semver_wildcard", "*", "1.2.0+b", true)]
    [InlineData("semver_wildcard", "1.2", "1.9.0", true)]
    [InlineData("semver_wildcard", "1.2", "1.1.9", false)]
    [InlineData("semver_wildcard", "1*", "1.0.0", false)]
    [InlineData("semver_wildcard", "1.*.3", "1.2.3", false)]
    public void Match_Range_AllowsWhatTheBoundAllows(string operatorName, string operand, string version, bool expected) =>
        Assert.Equal(expected, Engine.Match(operatorName, $"\"{operand}\"", version));

    [Theory]
    [InlineData("v1.2.3", true)]
    [InlineData("v 1.2.3", true)]
    [InlineData(" 1.2.3 ", true)]
    [InlineData("01.002.3", true)]
    [InlineData("1.2.3+build", false)]
    [InlineData("V1.2.3", false)]
    [InlineData("1.2.3.4", false)]
    [InlineData("1..3", false)]
    [InlineData("99999999999999999999.0.0", false)]
    [InlineData("1.2.3-01", false)]
    public void Match_Text_IsNormalizedFirst(string version, bool expected) =>
        Assert.Equal(expected, Engine.Match("semver_eq", "\"1.2.3\"", version));

    [Theory]
    [InlineData("abc")]
    [InlineData("")]
    [InlineData(".1")]
    [InlineData("1.2.3 beta")]
    public void Match_TextThatIsNotAVersion_IsUndecidedOnEitherSide(string text)
    {
        Assert.Null(Engine.Match("semver_gt", "\"1.2.3\"", text));
        Assert.Null(Engine.Match("semver_gt", $"\"{text}\"", "1.2.3"));
    }

    [Theory]
    [InlineData(1.2, true)]
    [InlineData(2, true)]
    [InlineData(1.1, false)]
    public void Match_NumberAsVersion_IsReadFromItsText(double property, bool expected) =>
        Assert.Equal(expected, Engine.Match("semver_gte", "\"1.2.0\"", property));
}
