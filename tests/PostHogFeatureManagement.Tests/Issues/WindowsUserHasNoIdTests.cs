using System.Security.Claims;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.Identity;
using PostHogFeatureManagement.Tests.Identity;

namespace PostHogFeatureManagement.Tests.Issues;

/// <summary>A signed-in user with only a name, as with Windows authentication, was nobody, and nothing said so.</summary>
[Trait("Promise", "ID-09")]
public sealed class WindowsUserHasNoIdTests
{
    [Theory]
    [InlineData("Negotiate")]
    [InlineData("NTLM")]
    [InlineData("Kerberos")]
    public async Task FindAsync_WindowsUser_IsNamedByIdentifierElseName(string scheme)
    {
        using var probe = new ChainProbe();
        (string Type, string Value) name = (ClaimTypes.Name, @"ACME\anna");

        Caller byIdentifier = await probe.FindAsync(new ClaimsPrincipal(ChainProbe.Identity(scheme, name, (ClaimTypes.PrimarySid, "S-1-5-21-1"))));
        Caller byName = await probe.FindAsync(new ClaimsPrincipal(ChainProbe.Identity(scheme, name)));

        Assert.Equal(("S-1-5-21-1", CallerTrust.Authenticated), (byIdentifier.Context.DistinctId, byIdentifier.Trust));
        Assert.Equal(@"ACME\anna", byName.Context.DistinctId);
        Assert.Empty(probe.Log.Entries);
    }

    [Fact]
    public async Task FindAsync_OtherUserWithNameOnly_IsReportedOnce()
    {
        using var probe = new ChainProbe();
        var user = new ClaimsPrincipal(ChainProbe.Identity("Cookies", (ClaimTypes.Name, "anna")));

        Assert.Null((await probe.FindAsync(user)).Context.DistinctId);
        Assert.Equal("visitor", (await probe.FindAsync(user, """{"distinct_id":"visitor"}""")).Context.DistinctId);

        string text = Assert.Single(probe.Log.Entries, static entry => entry.Id.Id == LogEvents.UserWithoutId).Text;
        Assert.Contains("sub, " + ClaimTypes.NameIdentifier, text, StringComparison.Ordinal);
        Assert.Contains("PostHog:Identity:DistinctIdClaims", text, StringComparison.Ordinal);
        Assert.DoesNotContain("anna", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FindAsync_ChosenClaims_AreNamedInReport()
    {
        using var probe = new ChainProbe(static options => options.Identity.DistinctIdClaims = ["employee"]);

        Caller caller = await probe.FindAsync(new ClaimsPrincipal(ChainProbe.Identity("Negotiate", (ClaimTypes.Name, @"ACME\anna"))));

        Assert.Null(caller.Context.DistinctId);
        Assert.Contains("none of the claims employee is", probe.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FindAsync_VisitorNotSignedIn_IsNotReported()
    {
        using var probe = new ChainProbe();

        await probe.FindAsync(new ClaimsPrincipal(ChainProbe.Identity(null, (ClaimTypes.Name, "guest"))));

        Assert.Empty(probe.Log.Entries);
    }
}
