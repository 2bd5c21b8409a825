namespace PostHogFeatureManagement.Tests;

public class IdLimitsTests
{
    [Fact]
    public void Cut_LongId_KeepsTwoHundredScalarValues()
    {
        string emoji = string.Concat(Enumerable.Repeat("😀", 201));

        Assert.Equal(400, IdLimits.Cut(emoji).Length);
        Assert.Equal(200, IdLimits.Cut(new string('x', 201)).Length);
        Assert.Equal(201, IdLimits.Cut("😀" + new string('x', 300)).Length);
    }

    [Fact]
    public void Cut_IdWithinTheLimit_IsTheSameObject()
    {
        string[] ids = [new string('x', 200), string.Concat(Enumerable.Repeat("😀", 200))];

        Assert.All(ids, static id => Assert.Same(id, IdLimits.Cut(id)));
    }
}
