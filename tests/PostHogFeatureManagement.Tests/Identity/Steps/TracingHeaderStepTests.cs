using PostHogFeatureManagement.Identity;

namespace PostHogFeatureManagement.Tests.Identity.Steps;

[Trait("Promise", "ID-01")]
[Trait("Promise", "SC-03")]
public sealed class TracingHeaderStepTests
{
    private const string Id = "X-POSTHOG-DISTINCT-ID";
    private const string SessionId = "X-POSTHOG-SESSION-ID";
    private const string FetchSite = "Sec-Fetch-Site";
    private const string Origin = "Origin";
    private const string Listed = "https://www.example.com";
    private static readonly (string Name, string Value) SameOrigin = (FetchSite, "same-origin");

    [Theory]
    [InlineData("same-origin", null, true)]
    [InlineData("same-origin", "https://api.example.com", true)]
    [InlineData("same-site", null, false)]
    [InlineData("same-site", Listed, true)]
    [InlineData("cross-site", Listed, true)]
    [InlineData("cross-site", "https://other.example", false)]
    [InlineData("cross-site", "https://www.example.com.other.example", false)]
    [InlineData("cross-site", "http://www.example.com", false)]
    [InlineData("cross-site", "https://www.example.com:8443", false)]
    [InlineData("cross-site", "null", false)]
    [InlineData("none", null, false)]
    [InlineData(null, null, false)]
    [InlineData(null, "HTTPS://WWW.EXAMPLE.COM", true)]
    public async Task FindAsync_PageOfAnOrigin_CountsWhenSameOrListed(string? fetchSite, string? origin, bool counts)
    {
        using var probe = new ChainProbe(On);
        List<(string Name, string Value)> headers = [(Id, "visitor"), (SessionId, "session")];
        headers.AddRange(fetchSite is null ? [] : [(FetchSite, fetchSite)]);
        headers.AddRange(origin is null ? [] : [(Origin, origin)]);

        Caller caller = await probe.FindAsync(headers: [.. headers]);

        Assert.Equal(
            counts ? ("visitor", "session", CallerTrust.Claimed) : (null, null, CallerTrust.None),
            (caller.Context.DistinctId, caller.Context.SessionId, caller.Trust));
    }

    [Fact]
    public async Task FindAsync_TwoOriginsOrFetchSites_DoNotCount()
    {
        using var probe = new ChainProbe(On);

        Assert.Null((await probe.FindAsync(headers: [(Id, "visitor"), (Origin, Listed), (Origin, "https://other.example")])).Context.DistinctId);
        Assert.Null((await probe.FindAsync(headers: [(Id, "visitor"), SameOrigin, (FetchSite, "cross-site")])).Context.DistinctId);
    }

    [Fact]
    public async Task FindAsync_SwitchedOff_ReadsNothing()
    {
        using var probe = new ChainProbe();

        Assert.Null((await probe.FindAsync(headers: [(Id, "visitor"), SameOrigin])).Context.DistinctId);
    }

    [Theory]
    [InlineData(" visitor\u0000\u0085\t", "visitor")]
    [InlineData("\u0001 \u009f", null)]
    [InlineData("", null)]
    [InlineData("undefined", null)]
    [InlineData(" null ", null)]
    [InlineData("$posthog_cookieless", null)]
    public async Task FindAsync_OddId_IsCleaned(string header, string? id)
    {
        using var probe = new ChainProbe(On);

        Assert.Equal(id, (await probe.FindAsync(headers: [(Id, header), SameOrigin])).Context.DistinctId);
    }

    [Fact]
    public async Task FindAsync_SeveralOrLongIds_FirstUsableCountsAndIsCut()
    {
        using var probe = new ChainProbe(On);

        Caller caller = await probe.FindAsync(headers: [(Id, " "), (Id, "visitor"), (Id, "other"), (SessionId, new string('s', 5_000)), SameOrigin]);

        Assert.Equal(("visitor", 1_000), (caller.Context.DistinctId, caller.Context.SessionId?.Length));
    }

    [Theory]
    [InlineData("visitor", "anonymous", "device", null)]
    [InlineData("other", "anonymous", "device", "other")]
    [InlineData("other", "identified", null, null)]
    public async Task FindAsync_HeaderAndCookie_HeaderNamesVisitorAndCookieTheDevice(string inCookie, string state, string? device, string? anonymous)
    {
        using var probe = new ChainProbe(On);

        Caller caller = await probe.FindAsync(
            cookie: $$"""{"distinct_id":"{{inCookie}}","$device_id":"device","$user_state":"{{state}}"}""", headers: [(Id, "visitor"), SameOrigin]);

        Assert.Equal(("visitor", device, anonymous), (caller.Context.DistinctId, caller.Context.DeviceId, caller.Context.AnonymousDistinctId));
    }

    [Theory]
    [InlineData("anna", "session")]
    [InlineData("bob", null)]
    public async Task FindAsync_SignedInUser_HeaderAddsSessionOfSamePersonOnly(string inHeader, string? session)
    {
        using var probe = new ChainProbe(On);

        Caller caller = await probe.FindAsync(ChainProbe.User("anna"), headers: [(Id, inHeader), (SessionId, "session"), SameOrigin]);

        Assert.Equal(
            ("anna", session, null, CallerTrust.Authenticated),
            (caller.Context.DistinctId, caller.Context.SessionId, caller.Context.AnonymousDistinctId, caller.Trust));
    }

    private static void On(PostHogFeatureManagementOptions options)
    {
        options.Identity.ReadTracingHeaders = true;
        options.Identity.TrustedTracingOrigins = [Listed + "/"];
    }
}
