namespace PostHogFeatureManagement.Tests.Evaluation;

/// <summary>Rows of protocol §6.7 about presence, equality, text and numbers.</summary>
[Trait("Promise", "EV-08")]
public class DisagreementsAboutOperators
{
    [Fact]
    [Trait("Row", "D7")]
    public void Evaluate_FilterWithoutOperator_IsExact()
    {
        string filters = Engine.Condition("""{"key":"plan","type":"person","value":"pro"}""");

        Assert.True(Engine.Evaluate(filters, Engine.Person(("plan", "pro"))).IsEnabled);
        Assert.Equal(false, Engine.Answer(Engine.Evaluate(filters, Engine.Person(("plan", "free")))));
    }

    [Fact]
    [Trait("Row", "D8")]
    public void Match_IsSetWithNull_Matches() => Assert.True(Engine.Match("is_set", "null", null));

    [Fact]
    [Trait("Row", "D8")]
    public void Match_IsSetWithAbsentProperty_IsUndecidedUnlessPropertiesAreComplete()
    {
        Assert.Equal(FlagReason.MissingProperty, Engine.Evaluate(Engine.Condition(Engine.Property("k", "is_set", "null")), Engine.Person()).Reason);
        Assert.False(Engine.MatchMissing("is_set", "null"));
    }

    [Fact]
    [Trait("Row", "D9")]
    public void Match_IsNotSetWithAbsentProperty_IsUndecidedUnlessPropertiesAreComplete()
    {
        string filters = Engine.Condition(Engine.Property("k", "is_not_set", "null"));

        Assert.Equal(FlagReason.MissingProperty, Engine.Evaluate(filters, Engine.Person()).Reason);
        Assert.True(Engine.MatchMissing("is_not_set", "null"));
    }

    [Fact]
    [Trait("Row", "D10")]
    public void Match_IsNotSetWithPresentProperty_DoesNotMatch() => Assert.False(Engine.Match("is_not_set", "null", "x"));

    [Theory]
    [InlineData(1, true)]
    [InlineData(2, false)]
    [Trait("Row", "D11")]
    public void Match_ExactFalseAgainstOtherText_DependsOnTheMatchingVersion(int version, bool expected) =>
        Assert.Equal(expected, Engine.Match("exact", "false", "banana", version));

    [Fact]
    [Trait("Row", "D12")]
    public void Match_ExactTextNullAgainstNull_Matches() => Assert.True(Engine.Match("exact", "\"null\"", null));

    [Theory]
    [InlineData("icontains", "\"É\"", "é", false)]
    [InlineData("icontains", "\"É\"", "É", true)]
    [InlineData("icontains", "\"ABC\"", "xabcx", true)]
    [InlineData("starts_with", "\"ÉA\"", "Éa", true)]
    [InlineData("ends_with", "\"k\"", "\u212A", false)]
    [Trait("Row", "D13")]
    public void Match_SubstringOperators_IgnoreOnlyAsciiCase(string operatorName, string operand, string property, bool expected) =>
        Assert.Equal(expected, Engine.Match(operatorName, operand, property));

    [Theory]
    [InlineData("\"straße\"", "STRASSE", false)]
    [InlineData("\"straße\"", "STRAßE", true)]
    [InlineData("\"i̇stanbul\"", "İstanbul", true)]
    [Trait("Row", "D14")]
    public void Match_Exact_LowercasesWithoutFolding(string operand, string property, bool expected) =>
        Assert.Equal(expected, Engine.Match("exact", operand, property));

    [Fact]
    [Trait("Row", "D15")]
    public void Match_NumericText_IsComparedAsNumber() => Assert.True(Engine.Match("gt", "\"9\"", "10"));

    [Fact]
    [Trait("Row", "D16")]
    public void Match_TextThatIsNotANumber_DoesNotMatch() => Assert.False(Engine.Match("gt", "\"5\"", "abc"));

    [Fact]
    [Trait("Row", "D16b")]
    public void Match_NumericOperand_IsComparedAsNumber() => Assert.True(Engine.Match("gt", "5", "6"));

    [Fact]
    [Trait("Row", "D16c")]
    public void Match_NumberFollowedByText_DoesNotMatch() => Assert.False(Engine.Match("gt", "\"5\"", "10abc"));

    [Theory]
    [InlineData("is_date_exact", "\"2024-01-01\"", "2024-01-01T00:00:00Z", true)]
    [InlineData("is_date_exact", "\"2024-01-01\"", "2024-01-01T00:00:01Z", false)]
    [InlineData("between", "[1,3]", 3, true)]
    [InlineData("between", "[1,3]", 3.5, false)]
    [InlineData("not_between", "[\"1\",\"3\"]", 4, true)]
    [InlineData("icontains_multi", "[\"x\",\"AC\"]", "acme", true)]
    [InlineData("not_icontains_multi", "[\"x\",\"ac\"]", "acme", false)]
    [Trait("Row", "D26")]
    public void Match_NewerOperators_AreSupported(string operatorName, string operand, object property, bool expected) =>
        Assert.Equal(expected, Engine.Match(operatorName, operand, property));

    [Fact]
    [Trait("Row", "D29")]
    public void Match_NotRegexWithInvalidPattern_DoesNotMatch() => Assert.False(Engine.Match("not_regex", "\"[\"", "x"));

    [Fact]
    [Trait("Row", "D30")]
    public void Match_RegexOnBoolean_SearchesJsonText() => Assert.True(Engine.Match("regex", "\"^true$\"", true));

    [Fact]
    [Trait("Row", "D39")]
    public void Evaluate_PropertyNames_AreCaseSensitive()
    {
        string filters = Engine.Condition(Engine.Property("Plan", "exact", "\"pro\""));

        Assert.Equal(FlagReason.MissingProperty, Engine.Evaluate(filters, Engine.Person(("plan", "pro"))).Reason);
    }

    [Fact]
    [Trait("Row", "D42")]
    public void Match_OperandWithFraction_IsComparedAsNumber() => Assert.True(Engine.Match("gt", "2.5", 3));

    [Fact]
    [Trait("Row", "D44")]
    public void Match_Array_IsComparedAsJsonText()
    {
        Assert.True(Engine.Match("exact", """["[1,2]"]""", new[] { 1, 2 }));
        Assert.False(Engine.Match("exact", """["[1, 2]"]""", new[] { 1, 2 }));
    }

    [Fact]
    [Trait("Row", "D45")]
    public void Match_Float_IsComparedAsTheSerializerWritesIt()
    {
        Assert.True(Engine.Match("exact", "\"1\"", 1.0));
        Assert.False(Engine.Match("exact", "\"1\"", 1.00m));
        Assert.True(Engine.Match("exact", "\"1.0\"", 1.00m));
    }
}
