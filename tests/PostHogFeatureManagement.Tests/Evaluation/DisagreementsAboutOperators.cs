namespace PostHogFeatureManagement.Tests.Evaluation;

/// <summary>Rows of protocol §6.7 about presence, equality, text and numbers.</summary>
[Trait("Promise", "EV-08")]
public class DisagreementsAboutOperators
{
    [Fact]
    public void D7_FilterWithoutOperator_IsExact()
    {
        string filters = Engine.Condition("""{"key":"plan","type":"person","value":"pro"}""");

        Assert.True(Engine.Evaluate(filters, Engine.Person(("plan", "pro"))).IsEnabled);
        Assert.Equal(false, Engine.Answer(Engine.Evaluate(filters, Engine.Person(("plan", "free")))));
    }

    [Fact]
    public void D8_IsSetWithNull_IsSet() => Assert.True(Engine.Match("is_set", "null", null));

    [Fact]
    public void D9_IsNotSetAndAbsent_IsUndecidedUnlessComplete()
    {
        string filters = Engine.Condition(Engine.Property("k", "is_not_set", "null"));

        Assert.Equal(FlagReason.MissingProperty, Engine.Evaluate(filters, Engine.Person()).Reason);
        Assert.True(Engine.MatchMissing("is_not_set", "null"));
    }

    [Fact]
    public void D10_IsNotSetAndPresent_IsNoMatch() => Assert.False(Engine.Match("is_not_set", "null", "x"));

    [Theory]
    [InlineData(1, true)]
    [InlineData(2, false)]
    public void D11_ExactFalseAgainstBanana_DependsOnTheMatchingVersion(int version, bool expected) =>
        Assert.Equal(expected, Engine.Match("exact", "false", "banana", version));

    [Fact]
    public void D12_ExactTextNullAgainstNull_Matches() => Assert.True(Engine.Match("exact", "\"null\"", null));

    [Theory]
    [InlineData("icontains", "\"É\"", "é", false)]
    [InlineData("icontains", "\"É\"", "É", true)]
    [InlineData("icontains", "\"ABC\"", "xabcx", true)]
    [InlineData("starts_with", "\"ÉA\"", "Éa", true)]
    [InlineData("ends_with", "\"k\"", "\u212A", false)]
    public void D13_SubstringOperators_IgnoreTheCaseOfAsciiOnly(string operatorName, string operand, string property, bool expected) =>
        Assert.Equal(expected, Engine.Match(operatorName, operand, property));

    [Theory]
    [InlineData("\"straße\"", "STRASSE", false)]
    [InlineData("\"straße\"", "STRAßE", true)]
    [InlineData("\"i̇stanbul\"", "İstanbul", true)]
    public void D14_Exact_LowersAndDoesNotFold(string operand, string property, bool expected) =>
        Assert.Equal(expected, Engine.Match("exact", operand, property));

    [Fact]
    public void D15_NumericText_IsComparedAsNumber() => Assert.True(Engine.Match("gt", "\"9\"", "10"));

    [Fact]
    public void D16_TextThatIsNoNumber_DoesNotMatch() => Assert.False(Engine.Match("gt", "\"5\"", "abc"));

    [Fact]
    public void D16b_NumberAsOperand_IsANumber() => Assert.True(Engine.Match("gt", "5", "6"));

    [Fact]
    public void D16c_NumberFollowedByText_IsNoNumber() => Assert.False(Engine.Match("gt", "\"5\"", "10abc"));

    [Theory]
    [InlineData("is_date_exact", "\"2024-01-01\"", "2024-01-01T00:00:00Z", true)]
    [InlineData("is_date_exact", "\"2024-01-01\"", "2024-01-01T00:00:01Z", false)]
    [InlineData("between", "[1,3]", 3, true)]
    [InlineData("between", "[1,3]", 3.5, false)]
    [InlineData("not_between", "[\"1\",\"3\"]", 4, true)]
    [InlineData("icontains_multi", "[\"x\",\"AC\"]", "acme", true)]
    [InlineData("not_icontains_multi", "[\"x\",\"ac\"]", "acme", false)]
    public void D26_NewerOperators_AreSupported(string operatorName, string operand, object property, bool expected) =>
        Assert.Equal(expected, Engine.Match(operatorName, operand, property));

    [Fact]
    public void D29_NotRegexWithInvalidPattern_DoesNotMatch() => Assert.False(Engine.Match("not_regex", "\"[\"", "x"));

    [Fact]
    public void D30_RegexOnABoolean_SeesJsonText() => Assert.True(Engine.Match("regex", "\"^true$\"", true));

    [Fact]
    public void D39_PropertyNames_AreDistinctByCase()
    {
        string filters = Engine.Condition(Engine.Property("Plan", "exact", "\"pro\""));

        Assert.Equal(FlagReason.MissingProperty, Engine.Evaluate(filters, Engine.Person(("plan", "pro"))).Reason);
    }

    [Fact]
    public void D42_FractionAsOperand_IsFine() => Assert.True(Engine.Match("gt", "2.5", 3));

    [Fact]
    public void D44_Array_IsComparedAsJsonText()
    {
        Assert.True(Engine.Match("exact", """["[1,2]"]""", new[] { 1, 2 }));
        Assert.False(Engine.Match("exact", """["[1, 2]"]""", new[] { 1, 2 }));
    }

    [Fact]
    public void D45_Float_IsWhatTheSerializerSends()
    {
        Assert.True(Engine.Match("exact", "\"1\"", 1.0));
        Assert.False(Engine.Match("exact", "\"1\"", 1.00m));
        Assert.True(Engine.Match("exact", "\"1.0\"", 1.00m));
    }
}
