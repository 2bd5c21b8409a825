using PostHogFeatureManagement.Flags;

namespace PostHogFeatureManagement.Tests.Flags;

public sealed class FlagKeysTests
{
    [Theory]
    [InlineData("beta", true)]
    [InlineData("Übung ✓", true)]
    [InlineData("..", true)]
    [InlineData("", false)]
    [InlineData("a\0", false)]
    [InlineData("a\u007f", false)]
    [InlineData("a\u0085b", false)]
    [InlineData("a\r\nb", false)]
    public void IsPossible_Name_HasNoControlCharacters(string name, bool expected) => Assert.Equal(expected, FlagKeys.IsPossible(name));

    [Fact]
    public void IsPossible_LongName_IsNot()
    {
        Assert.True(FlagKeys.IsPossible(new string('a', 400)));
        Assert.False(FlagKeys.IsPossible(new string('a', 401)));
    }

    [Theory]
    [InlineData("a.b", true)]
    [InlineData("...", true)]
    [InlineData(".", false)]
    [InlineData("..", false)]
    public void IsPossibleInPath_Dots_AreNot(string name, bool expected) => Assert.Equal(expected, FlagKeys.IsPossibleInPath(name));
}
