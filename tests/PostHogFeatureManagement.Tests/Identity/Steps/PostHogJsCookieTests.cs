using PostHogFeatureManagement.Identity;

namespace PostHogFeatureManagement.Tests.Identity.Steps;

/// <summary>The cookies that versions of posthog-js write at each moment (protocol §12.1).</summary>
[Trait("Promise", "ID-01")]
[Trait("Promise", "ID-07")]
public sealed class PostHogJsCookieTests
{
    private const string A = "0198f0c2-5a10-7c35-9a3e-3f1d4f6a7b21";
    private const string B = "0198f0c9-1111-7c35-9a3e-3f1d4f6a7b22";
    private const string Session = "0198f0c2-77aa-7d10-8e55-aa11bb22cc33";
    private const string Initial = """ "$initial_person_info":{"r":"$direct","u":"https://shop.example/?utm_source=a%20b"} """;
    private const long Alive = 0;
    private const long IdleTooLong = 1_800_001;
    private const long TooOld = 86_400_001;

    public static TheoryData<string, string, string?, string?, bool, string?> Moments => new()
    {
        { "first visit, before the first event", Json(A, A, "anonymous", "[null,null,null]"), A, A, true, null },
        { "first visit", Json(A, A, "anonymous", Sesid(Alive, Alive)), A, A, true, Session },
        { "identify(u1)", Json("u1", A, "identified", Sesid(Alive, Alive)), "u1", A, false, Session },
        { "reset()", Json(B, A, "anonymous", "[null,null,null]"), B, A, true, null },
        { "reset(true)", Json(B, B, "anonymous", "[null,null,null]"), B, B, true, null },
        { "idle for 30 minutes", Json(A, A, "anonymous", Sesid(IdleTooLong, IdleTooLong)), A, A, true, null },
        { "24 hours after the start", Json(A, A, "anonymous", Sesid(Alive, TooOld)), A, A, true, null },
        { "almost 30 minutes and 24 hours", Json(A, A, "anonymous", Sesid(1_799_000, 86_399_000)), A, A, true, Session },
        { "before 1.360, anonymous", $$"""{"distinct_id":"{{A}}","$device_id":"{{A}}","$sesid":{{Sesid(Alive, Alive)}},{{Initial}}}""", A, A, true, Session },
        { "before 1.360, identified", $$"""{"distinct_id":"u1","$device_id":"{{A}}","$sesid":{{Sesid(Alive, Alive)}}}""", "u1", A, false, Session },
        { "before 1.318", $$"""{"distinct_id":"{{A}}","$sesid":{{Sesid(Alive, Alive)}},"$epp":true,{{Initial}}}""", A, null, false, Session },
        {
            "persistence: cookie",
            $$$"""{"$feature_flag_payloads":{"a":"{\"b\":[1]}"},"$enabled_feature_flags":{"a":true},"$device_id":"{{{A}}}","distinct_id":"u1","$user_state":"identified","$sesid":{{{Sesid(Alive, Alive)}}}}""",
            "u1", A, false, Session
        },
        { "cookieless mode", Json("$posthog_cookieless", A, "anonymous", "[null,null,null]"), null, null, false, null },
        { "a session that is no list", Json(A, A, "anonymous", "7"), A, A, true, null },
        { "a session of other values", Json(A, A, "anonymous", """["1",{"x":[2]},[3],4]"""), A, A, true, null },
        { "a session that is cut off", Json(A, A, "anonymous", $"""[{ChainProbe.Now.ToUnixTimeMilliseconds()},"{Session}"]"""), A, A, true, null },
    };

    [Theory]
    [MemberData(nameof(Moments))]
    public async Task FindAsync_CookieOfPostHogJs_KnowsVisitorDeviceAndLiveSession(
        string moment, string cookie, string? id, string? device, bool isAnonymous, string? session)
    {
        using var probe = new ChainProbe();

        Caller visitor = await probe.FindAsync(cookie: cookie);
        Caller anna = await probe.FindAsync(ChainProbe.User("anna"), cookie);

        Assert.Equal((moment, id, device, session), (moment, visitor.Context.DistinctId, visitor.Context.DeviceId, visitor.Context.SessionId));
        Assert.Equal(
            isAnonymous ? (id, device, session) : (null, null, null),
            (anna.Context.AnonymousDistinctId, anna.Context.DeviceId, anna.Context.SessionId));
        Assert.Empty(probe.Log.Entries);
    }

    [Theory]
    [InlineData(null, "ph_phc_test_posthog", "visitor")]
    [InlineData("ph_shop", "ph_shop", "visitor")]
    [InlineData("ph_shop", "ph_phc_test_posthog", null)]
    [InlineData("ph_shop", "ph_phc_test_posthog_cpm", null)]
    public async Task FindAsync_NamedCookie_ReadsThatOneOnly(string? setting, string name, string? id)
    {
        using var probe = new ChainProbe(options => options.Identity.PostHogCookieName = setting);

        Caller caller = await probe.FindAsync(cookie: """{"distinct_id":"visitor"}""", cookieName: name);

        Assert.Equal(id, caller.Context.DistinctId);
    }

    private static string Json(string id, string device, string state, string session) =>
        $$"""{"distinct_id":"{{id}}","$device_id":"{{device}}","$user_state":"{{state}}","$sesid":{{session}},"$epp":true,{{Initial}}}""";

    // The ages of the last activity and the start, in milliseconds.
    private static string Sesid(long idle, long age)
    {
        long now = ChainProbe.Now.ToUnixTimeMilliseconds();
        return FormattableString.Invariant($"""[{now - idle},"{Session}",{now - age}]""");
    }
}
