using System.Security.Claims;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.FeatureManagement;
using PostHogFeatureManagement.Identity;

namespace PostHogFeatureManagement.Tests.Identity;

/// <summary>The table on <see cref="CallerChain"/>.</summary>
[Trait("Promise", "ID-01")]
public sealed class CallerChainTests
{
    private const string Anonymous = """{"distinct_id":"visitor","$device_id":"device","$user_state":"anonymous"}""";
    private const string Identified = """{"distinct_id":"anna","$device_id":"device","$user_state":"identified"}""";
    private const string Unknown = """{"distinct_id":"anna","$device_id":"device"}""";

    [Theory]
    [InlineData(null, null, null, null, null, nameof(CallerTrust.None))]
    [InlineData(null, Anonymous, "visitor", "device", null, nameof(CallerTrust.Claimed))]
    [InlineData(null, Identified, "anna", "device", null, nameof(CallerTrust.Claimed))]
    [InlineData(null, Unknown, "anna", "device", null, nameof(CallerTrust.Claimed))]
    [InlineData("anna", null, "anna", null, null, nameof(CallerTrust.Authenticated))]
    [InlineData("anna", Anonymous, "anna", "device", "visitor", nameof(CallerTrust.Authenticated))]
    [InlineData("anna", Identified, "anna", "device", null, nameof(CallerTrust.Authenticated))]
    [InlineData("anna", Unknown, "anna", "device", null, nameof(CallerTrust.Authenticated))]
    [InlineData("bob", Identified, "bob", null, null, nameof(CallerTrust.Authenticated))]
    [InlineData("bob", Unknown, "bob", null, null, nameof(CallerTrust.Authenticated))]
    [Trait("Promise", "ID-07")]
    [Trait("Promise", "ID-08")]
    public async Task FindAsync_UserAndCookie_AddUp(string? user, string? cookie, string? id, string? device, string? anonymous, string trust)
    {
        using var probe = new ChainProbe();

        Caller caller = await probe.FindAsync(user is null ? new ClaimsPrincipal() : ChainProbe.User(user), cookie);

        AssertIs(caller, id, device, anonymous, trust);
    }

    [Theory]
    [InlineData("anna", "anna", Anonymous, "anna", "device", "visitor", nameof(CallerTrust.Authenticated))]
    [InlineData("anna", "bob", Anonymous, "anna", "device", "visitor", nameof(CallerTrust.Claimed))]
    [InlineData("anna", null, Identified, "anna", "device", null, nameof(CallerTrust.Claimed))]
    [InlineData("carl", null, Identified, "carl", null, null, nameof(CallerTrust.Claimed))]
    [InlineData("", "bob", Anonymous, null, null, null, nameof(CallerTrust.None))]
    [InlineData(null, "bob", Anonymous, "bob", "device", "visitor", nameof(CallerTrust.Authenticated))]
    [Trait("Promise", "ID-04")]
    public async Task FindAsync_OwnAccessor_ComesFirst(
        string? named, string? user, string cookie, string? id, string? device, string? anonymous, string trust)
    {
        using var probe = new ChainProbe(accessor: new Accessor(() => named is null ? null : new PostHogContext(named)));

        Caller caller = await probe.FindAsync(user is null ? null : ChainProbe.User(user), cookie);

        AssertIs(caller, id, device, anonymous, trust);
    }

    [Fact]
    [Trait("Promise", "ID-03")]
    public async Task FindAsync_OwnAccessorNamesSignedInUser_ClaimsAddWhatIsMissing()
    {
        var named = new PostHogContext("anna") { DeviceId = "own", PersonProperties = new Dictionary<string, object?> { ["plan"] = "own" } };
        using var probe = new ChainProbe(
            options =>
            {
                options.Identity.PersonPropertyClaims = ["plan", "email"];
                options.Identity.GroupClaims["company"] = "org";
            },
            new Accessor(() => named));
        (string Type, string Value)[] claims = [("plan", "claim"), ("email", "a@example.org"), ("org", "acme")];

        Caller same = await probe.FindAsync(ChainProbe.User("anna", claims), Anonymous);
        Caller other = await probe.FindAsync(ChainProbe.User("bob", claims), Anonymous);

        Assert.Equal(("own", "a@example.org"), (same.Context.PersonProperties["plan"], same.Context.PersonProperties["email"]));
        Assert.Equal(("acme", "own"), (same.Context.Groups["company"].Key, same.Context.DeviceId));
        Assert.Equal("plan", Assert.Single(other.Context.PersonProperties).Key);
        Assert.Empty(other.Context.Groups);
    }

    [Theory]
    [InlineData(CallerTrust.Claimed)]
    [InlineData(CallerTrust.Authenticated)]
    [InlineData(CallerTrust.Application)]
    [Trait("Promise", "ID-02")]
    public async Task FindAsync_OwnAccessorWithTrust_CallerHasIt(CallerTrust trust)
    {
        using var probe = new ChainProbe(accessor: new Accessor(static () => new PostHogContext("anna")), accessorTrust: new AccessorTrust(trust));

        AssertIs(await probe.FindAsync(ChainProbe.User("bob")), "anna", null, null, trust.ToString());
    }

    [Theory]
    [InlineData(CallerTrust.Claimed)]
    [InlineData(CallerTrust.Authenticated)]
    [InlineData(CallerTrust.Application)]
    [Trait("Promise", "ID-02")]
    public async Task FindAsync_OwnAccessorWithTrustNamesNobody_NobodyIsVouchedFor(CallerTrust trust)
    {
        var nobody = new PostHogContext { Groups = new Dictionary<string, PostHogGroup> { ["company"] = new("acme") } };
        using var probe = new ChainProbe(accessor: new Accessor(() => nobody), accessorTrust: new AccessorTrust(trust));

        AssertIs(await probe.FindAsync(ChainProbe.User("bob"), Anonymous), null, null, null, nameof(CallerTrust.None));
    }

    [Theory]
    [InlineData("pro", "anna", "bob", CallerTrust.Claimed, 1)]
    [InlineData("pro", "anna", null, CallerTrust.Claimed, 1)]
    [InlineData("pro", "anna", "anna", CallerTrust.Claimed, 0)]
    [InlineData("pro", "anna", null, CallerTrust.Authenticated, 0)]
    [InlineData("pro", "", null, CallerTrust.Claimed, 0)]
    [InlineData("pro", null, null, CallerTrust.Claimed, 0)]
    [InlineData(null, "anna", "bob", CallerTrust.Claimed, 0)]
    [Trait("Promise", "ID-02")]
    public async Task FindAsync_OwnAccessorNamesSomeoneElse_IsLoggedOnce(string? listed, string? named, string? user, CallerTrust trust, int warnings)
    {
        using var probe = new ChainProbe(
            options => options.Identity.RequireAuthenticated = listed is null ? [] : [listed],
            new Accessor(() => named is null ? null : new PostHogContext(named)),
            new AccessorTrust(trust));

        for (int request = 0; request < 3; request++)
        {
            await probe.FindAsync(user is null ? null : ChainProbe.User(user), Anonymous);
        }

        Assert.Equal(warnings, probe.Log.Entries.Count);
    }

    [Theory]
    [InlineData(null, null, "shared", nameof(CallerTrust.None))]
    [InlineData(null, Anonymous, "visitor", nameof(CallerTrust.Claimed))]
    [InlineData("anna", null, "anna", nameof(CallerTrust.Authenticated))]
    public async Task FindAsync_FallbackId_IsForVisitorsWithoutId(string? user, string? cookie, string id, string trust)
    {
        using var probe = new ChainProbe(static options => options.Identity.FallbackDistinctId = "shared");

        Caller caller = await probe.FindAsync(user is null ? null : ChainProbe.User(user), cookie);

        Assert.Equal((id, trust), (caller.Context.DistinctId, caller.Trust.ToString()));
        Assert.NotEqual("shared", caller.Context.AnonymousDistinctId);
    }

    [Theory]
    [InlineData(CallerTrust.None)]
    [InlineData((CallerTrust)17)]
    [Trait("Promise", "ID-02")]
    public void WithPostHogContext_NobodyVouches_Throws(CallerTrust trust) => Assert.Throws<ArgumentOutOfRangeException>(
        () => new ServiceCollection().AddFeatureManagement().AddPostHog().WithPostHogContext<Accessor>(trust));

    [Fact]
    public async Task FindAsync_SwitchedOff_AsksNobody()
    {
        using var probe = new ChainProbe(static options => options.Enabled = false, new Accessor(static () => throw new NotSupportedException()));

        AssertIs(await probe.FindAsync(ChainProbe.User("anna"), Anonymous), null, null, null, nameof(CallerTrust.None));
        Assert.Empty(probe.Log.Entries);
    }

    private static void AssertIs(Caller caller, string? id, string? device, string? anonymous, string trust) =>
        Assert.Equal((id, device, anonymous, trust), (caller.Context.DistinctId, caller.Context.DeviceId, caller.Context.AnonymousDistinctId, caller.Trust.ToString()));

    private sealed class Accessor(Func<PostHogContext?> find) : IPostHogContextAccessor
    {
        public ValueTask<PostHogContext> GetContextAsync(CancellationToken cancellationToken = default) => new(find()!);
    }
}
