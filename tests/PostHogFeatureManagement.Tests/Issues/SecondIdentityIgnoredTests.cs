using System.Security.Claims;
using PostHogFeatureManagement.Identity;
using PostHogFeatureManagement.Tests.Identity;

namespace PostHogFeatureManagement.Tests.Issues;

/// <summary>A principal whose first identity is not authenticated but whose second one is was nobody, although <c>[Authorize]</c> lets it in.</summary>
[Trait("Promise", "ID-09")]
public sealed class SecondIdentityIgnoredTests
{
    [Fact]
    public async Task FindAsync_SecondIdentityIsAuthenticated_IsItsUser()
    {
        using var probe = new ChainProbe(static options => options.Identity.PersonPropertyClaims = ["plan"]);
        var user = new ClaimsPrincipal([ChainProbe.Identity(null, ("sub", "guest")), ChainProbe.Identity("Test", ("sub", "anna"), ("plan", "scale"))]);

        Caller caller = await probe.FindAsync(user);

        Assert.Equal(("anna", CallerTrust.Authenticated), (caller.Context.DistinctId, caller.Trust));
        Assert.Equal("scale", caller.Context.PersonProperties["plan"]);
    }

    [Fact]
    public async Task FindAsync_NoIdentityIsAuthenticated_IsNobody()
    {
        using var probe = new ChainProbe();

        Caller caller = await probe.FindAsync(new ClaimsPrincipal([ChainProbe.Identity(null, ("sub", "guest")), ChainProbe.Identity(null, ("sub", "anna"))]));

        Assert.Null(caller.Context.DistinctId);
    }

    [Fact]
    public async Task FindAsync_ClaimsTransformationAddsIdentity_ItsChosenClaimsCount()
    {
        using var probe = new ChainProbe(static options =>
        {
            options.Identity.DistinctIdClaims = ["customer", "sub"];
            options.Identity.PersonPropertyClaims = ["plan"];
        });

        Caller caller = await probe.FindAsync(new ClaimsPrincipal([ChainProbe.Identity("Test", ("sub", "anna")), ChainProbe.Identity(null, ("customer", "c-1"), ("plan", "scale"))]));

        Assert.Equal("c-1", caller.Context.DistinctId);
        Assert.Equal("scale", caller.Context.PersonProperties["plan"]);
    }
}
