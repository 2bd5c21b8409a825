namespace PostHogFeatureManagement.Tests.Evaluation;

/// <summary>Both modes of <c>exact</c> (protocol §6.3).</summary>
[Trait("Promise", "EV-03")]
public class ExactTests
{
    [Theory]
    [InlineData("\"true\"", true, true, true)]
    [InlineData("\"true\"", "TRUE", true, true)]
    [InlineData("true", "true", true, true)]
    [InlineData("false", "banana", true, false)]
    [InlineData("false", 0, true, false)]
    [InlineData("false", null, true, false)]
    [InlineData("\"FALSE\"", "", true, false)]
    [InlineData("[\"true\",\"false\"]", "true", false, true)]
    [InlineData("[\"true\",\"false\"]", "pro", true, false)]
    [InlineData("[]", true, true, true)]
    [InlineData("[]", "x", false, false)]
    [InlineData("[\"Berlin\",\"Rome\"]", "rome", true, true)]
    [InlineData("\"42\"", 42, true, true)]
    [InlineData("42", "42", true, true)]
    [InlineData("1.0", 1, false, false)]
    [InlineData("[\"null\"]", null, true, true)]
    [InlineData("{\"a\":1}", "{\"a\":1}", true, true)]
    public void Match_Exact_DependsOnTheMatchingVersion(string operand, object? property, bool legacy, bool isExplicit)
    {
        Assert.Equal(legacy, Engine.Match("exact", operand, property, matchingVersion: 1));
        Assert.Equal(legacy, Engine.Match("exact", operand, property, matchingVersion: 3));
        Assert.Equal(isExplicit, Engine.Match("exact", operand, property, matchingVersion: 2));
        Assert.Equal(!legacy, Engine.Match("is_not", operand, property, matchingVersion: 1));
        Assert.Equal(!isExplicit, Engine.Match("is_not", operand, property, matchingVersion: 2));
    }

    [Theory]
    [InlineData("true", new[] { "true", "TRUE" }, true)]
    [InlineData("true", new[] { "true", "x" }, false)]
    [InlineData("true", new string[0], true)]
    public void Match_BooleanLikeOperand_LooksIntoArrays(string operand, string[] property, bool expected) =>
        Assert.Equal(expected, Engine.Match("exact", operand, property));

    [Fact]
    public void Match_ManyOperands_MatchesAnyIgnoringCase()
    {
        string operand = "[" + string.Join(',', Enumerable.Range(0, 50).Select(i => $"\"Name-{i}\"")) + ",\"Łódź\"]";

        Assert.True(Engine.Match("exact", operand, "NAME-49"));
        Assert.True(Engine.Match("exact", operand, "ŁÓDŹ"));
        Assert.False(Engine.Match("exact", operand, "name-50"));
        Assert.True(Engine.Match("is_not", operand, "name-50"));
    }

    [Fact]
    public void Match_ObjectWithUnsortedMembers_IsUndecided() =>
        Assert.Null(Engine.Match("exact", "\"x\"", System.Text.Json.JsonElement.Parse("""{"b":1,"a":2}""")));
}
