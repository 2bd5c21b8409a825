using System.Reflection;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests;

/// <summary>
/// The public API equals the approved one. To approve a change, copy the received file, which the test writes next to the test assembly,
/// over the approved file.
/// </summary>
public sealed class PublicApiTests
{
    [Theory]
    [InlineData("PostHogFeatureManagement")]
    [InlineData("PostHogFeatureManagement.Emulator")]
    [InlineData("PostHogFeatureManagement.Redis")]
    [InlineData("PostHogFeatureManagement.Testing")]
    public void PublicApi_Assembly_IsAsApproved(string assemblyName)
    {
        string file = Path.Combine(Repository.Root, "tests", "PostHogFeatureManagement.Tests", "Approved", $"{assemblyName}.txt");
        string actual = PublicApi.Describe(Assembly.Load(assemblyName));

        File.WriteAllText(Path.Combine(AppContext.BaseDirectory, $"{assemblyName}.received.txt"), actual);

        Assert.Equal(File.Exists(file) ? File.ReadAllText(file) : "(no approved file)", actual);
    }
}
