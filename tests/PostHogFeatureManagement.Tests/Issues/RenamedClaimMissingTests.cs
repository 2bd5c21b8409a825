using System.Security.Claims;
using PostHogFeatureManagement.Identity;
using PostHogFeatureManagement.Tests.Identity;

namespace PostHogFeatureManagement.Tests.Issues;

/// <summary>
/// ASP.NET Core's default mapping renames a token's claims, so the property <c>email</c> was missing, or was named by a URI. Of several claims of one type, such
/// as roles, only the first reached PostHog, so their order decided.
/// </summary>
[Trait("Promise", "ID-03")]
[Trait("Promise", "ID-09")]
public sealed class RenamedClaimMissingTests
{
    [Theory]
    [InlineData("email", "email", "email")]
    [InlineData("email", ClaimTypes.Email, "email")]
    [InlineData(ClaimTypes.Email, "email", ClaimTypes.Email)]
    [InlineData("EMAIL", ClaimTypes.Email, "EMAIL")]
    public async Task FindAsync_ListedClaim_IsFoundInBothSpellings(string listed, string claim, string property)
    {
        using var probe = new ChainProbe(options => options.Identity.PersonPropertyClaims = [listed]);

        Caller caller = await probe.FindAsync(ChainProbe.User("anna", (claim, "a@example.org")));

        Assert.Equal("a@example.org", caller.Context.PersonProperties[property]);
    }

    [Fact]
    public async Task FindAsync_MappedClaims_FirstPresentTypeCounts()
    {
        using var probe = new ChainProbe(static options => options.Identity.PersonPropertyClaims.Add("mail", "preferred", "email"));

        Assert.Equal("b@example.org", Mail(await probe.FindAsync(ChainProbe.User("anna", (ClaimTypes.Email, "a@example.org"), ("preferred", "b@example.org")))));
        Assert.Equal("a@example.org", Mail(await probe.FindAsync(ChainProbe.User("anna", (ClaimTypes.Email, "a@example.org")))));
        Assert.Empty((await probe.FindAsync(ChainProbe.User("anna"))).Context.PersonProperties);

        static object? Mail(Caller caller) => caller.Context.PersonProperties["mail"];
    }

    [Fact]
    public async Task FindAsync_SeveralClaims_AreAnArray()
    {
        using var probe = new ChainProbe(static options => options.Identity.PersonPropertyClaims = ["role"]);

        Caller caller = await probe.FindAsync(ChainProbe.User("anna", (ClaimTypes.Role, "editor"), (ClaimTypes.Role, "admin"), (ClaimTypes.Role, "editor")));

        Assert.Equal(["editor", "admin"], Assert.IsType<string[]>(caller.Context.PersonProperties["role"]));
    }

    [Fact]
    public async Task FindAsync_IdAndGroup_AreFoundInBothSpellings()
    {
        using var probe = new ChainProbe(static options =>
        {
            options.Identity.DistinctIdClaims = ["email"];
            options.Identity.GroupClaims["tenant"] = "tid";
        });

        Caller caller = await probe.FindAsync(
            ChainProbe.User("anna", (ClaimTypes.Email, "a@example.org"), ("http://schemas.microsoft.com/identity/claims/tenantid", "t-1")));

        Assert.Equal("a@example.org", caller.Context.DistinctId);
        Assert.Equal("t-1", caller.Context.Groups["tenant"].Key);
    }
}
