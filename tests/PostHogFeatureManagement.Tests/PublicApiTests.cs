using System.Reflection;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests;

/// <summary>The public surface is what was approved. To approve a change, copy the text the failure shows into the file it names.</summary>
public sealed class PublicApiTests
{
    [Theory]
    [InlineData("PostHogFeatureManagement")]
    [InlineData("PostHogFeatureManagement.Emulator")]
    [InlineData("PostHogFeatureManagement.Redis")]
    public void PublicApi_IsAsApproved(string assemblyName)
    {
        string file = Path.Combine(Repository.Root, "tests", "PostHogFeatureManagement.Tests", "Approved", $"{assemblyName}.txt");
        string actual = PublicApi.Describe(Assembly.Load(assemblyName));

        Assert.Equal(File.Exists(file) ? File.ReadAllText(file) : "(no approved file)", actual);
    }
}
