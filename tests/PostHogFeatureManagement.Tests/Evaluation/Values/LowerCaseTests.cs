using PostHogFeatureManagement.Evaluation.Values;

namespace PostHogFeatureManagement.Tests.Evaluation.Values;

[Trait("Promise", "EV-03")]
public class LowerCaseTests
{
    [Theory]
    [InlineData("ABC", "abc")]
    [InlineData("ÉŁŻ", "éłż")]
    [InlineData("İ", "i\u0307")]
    [InlineData("ẞ", "ß")]
    [InlineData("ΟΔΟΣ", "οδος")]
    [InlineData("ΟΔΟΣ.", "οδος.")]
    [InlineData("ΣΑΣ", "σας")]
    [InlineData("Σ", "σ")]
    [InlineData("ΑΣΑ", "ασα")]
    [InlineData("𐐀", "𐐨")]
    [InlineData("\u212A", "k")]
    public void Full_Text_UsesTheFullUnicodeMapping(string text, string expected) => Assert.Equal(expected, LowerCase.Full(text));

    [Fact]
    public void Full_LoneSurrogate_IsKept() => Assert.Equal("a\uD800b", LowerCase.Full("A\uD800B"));

    [Fact]
    public void OrdinalIgnoreCase_NonAsciiCharacter_EqualsNoAsciiCharacter()
    {
        // The vectorized search for ASCII parts relies on this.
        string ascii = new([.. Enumerable.Range(0, 128).Select(i => (char)i)]);
        for (char character = '\u0080'; character < '\uFFFF'; character++)
        {
            Assert.False(ascii.Contains(character.ToString(), StringComparison.OrdinalIgnoreCase), $"U+{(int)character:X4}");
        }
    }
}
