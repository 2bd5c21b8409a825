using System.Globalization;
using PostHogFeatureManagement.Evaluation.Values;

namespace PostHogFeatureManagement.Tests.Evaluation.Values;

[Trait("Promise", "EV-03")]
public class FloatTextTests
{
    [Theory]
    [InlineData(1.0, "1.0")]
    [InlineData(-0.0, "-0.0")]
    [InlineData(0.1, "0.1")]
    [InlineData(123456789.125, "123456789.125")]
    [InlineData(1e15, "1000000000000000.0")]
    [InlineData(1e16, "1e16")]
    [InlineData(1.5e300, "1.5e300")]
    [InlineData(0.00001, "0.00001")]
    [InlineData(0.000001, "1e-6")]
    [InlineData(1.25e-7, "1.25e-7")]
    [InlineData(5e-324, "5e-324")]
    [InlineData(1.7976931348623157e308, "1.7976931348623157e308")]
    public void Append_Double_IsFormattedAsOnTheServer(double value, string expected) => Assert.Equal(expected, Print(value));

    [Theory]
    [InlineData("1", 1.0)]
    [InlineData("+1.5", 1.5)]
    [InlineData("-.5", -0.5)]
    [InlineData("5.", 5.0)]
    [InlineData("1e3", 1000.0)]
    [InlineData("1E+3", 1000.0)]
    [InlineData("inf", double.PositiveInfinity)]
    [InlineData("-Infinity", double.NegativeInfinity)]
    [InlineData("NaN", double.NaN)]
    [InlineData("1e999", double.PositiveInfinity)]
    public void TryParse_RustsGrammar_IsRead(string text, double expected)
    {
        Assert.True(FloatText.TryParse(text, out double value));
        Assert.Equal(expected, value);
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("+")]
    [InlineData(" 1")]
    [InlineData("1 ")]
    [InlineData("1_0")]
    [InlineData("1,0")]
    [InlineData("0x1")]
    [InlineData("1e")]
    [InlineData("e5")]
    [InlineData("--1")]
    [InlineData("infin")]
    [InlineData("true")]
    public void TryParse_OtherText_ReturnsFalse(string text) => Assert.False(FloatText.TryParse(text, out _));

    [Fact]
    public void Append_RandomBits_RoundTrips()
    {
        var random = new Random(7);
        for (int i = 0; i < 5000; i++)
        {
            double value = BitConverter.Int64BitsToDouble(random.NextInt64());
            if (double.IsFinite(value))
            {
                string text = Print(value);
                Assert.Contains(text, character => character is '.' or 'e');
                Assert.Equal(value, double.Parse(text, CultureInfo.InvariantCulture));
            }
        }
    }

    private static string Print(double value)
    {
        var builder = new TextBuilder(stackalloc char[8]);
        FloatText.Append(value, ref builder);
        string text = builder.Written.ToString();
        builder.Dispose();
        return text;
    }
}
