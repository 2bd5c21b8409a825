using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Aspire.Hosting.Tests;

/// <summary>The public API equals the approved one, as for the other packages.</summary>
public sealed class PublicApiTests
{
    private const string Approved = "tests/PostHogFeatureManagement.Tests/Approved/PostHogFeatureManagement.Aspire.Hosting.txt";

    [Fact]
    public void PublicApi_Assembly_IsAsApproved()
    {
        string actual = PublicApi.Describe(typeof(PostHogEmulatorResource).Assembly);

        File.WriteAllText(Path.Combine(AppContext.BaseDirectory, "PostHogFeatureManagement.Aspire.Hosting.received.txt"), actual);

        Assert.Equal(File.ReadAllText(Path.Combine(Repository.Root, Approved)), actual);
    }
}
