using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using PostHogFeatureManagement.AspNetCore.Overrides;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.AspNetCore.Overrides;

/// <summary>What counts as a token. Tokens are written here by hand, as a JWT library of a build would.</summary>
[Trait("Promise", "EM-05")]
[Trait("Promise", "SC-05")]
public sealed class OverrideTokenTests
{
    private const string Key = "0123456789abcdef0123456789abcdef";
    private const string Form = """{"alg":"HS256","typ":"phflags+jwt","kid":"k1"}""";
    private const string Claims = """{"aud":"shop","env":"Staging","iat":1000,"exp":2000,"jti":"t1","sub":"anna","flags":{"beta":true,"old":false,"headline":"bold","price":{"variant":"b","payload":{"euro":3}}}}""";

    private static readonly OverrideKeys Keys = new(Options.Create(Settings(("k1", Key), ("k0", new string('x', 40)))));

    [Fact]
    public void Read_RightToken_HasAllClaims()
    {
        Assert.Equal(OverrideOutcome.Applied, Read(Sign(Form, Claims), out OverrideClaims? claims));

        Assert.Equal(["shop"], claims!.Audiences);
        Assert.Equal(("Staging", "anna", "t1"), (claims.Environment, claims.Subject, claims.TokenId));
        Assert.Equal((1000, 2000), (claims.IssuedAt.ToUnixTimeSeconds(), claims.ExpiresAt.ToUnixTimeSeconds()));
        Assert.Equal(
            ["beta True ", "headline True bold", "old False ", "price True b"],
            claims.Flags.Select(static flag => $"{flag.Key} {flag.Value.IsEnabled} {flag.Value.Variant}").Order(StringComparer.Ordinal));
        Assert.Equal(3, claims.Flags["price"].Payload!.Value.GetProperty("euro").GetInt32());
    }

    [Fact]
    public void Read_KeyThatIsBeingReplaced_StillCounts() => Assert.Equal(
        OverrideOutcome.Applied, Read(Sign(Form.Replace("k1", "k0", StringComparison.Ordinal), Claims, new string('x', 40)), out _));

    [Theory]
    [InlineData("""{"alg":"none","typ":"phflags+jwt","kid":"k1"}""", "Malformed")]
    [InlineData("""{"alg":"hs256","typ":"phflags+jwt","kid":"k1"}""", "Malformed")]
    [InlineData("""{"alg":"HS512","typ":"phflags+jwt","kid":"k1"}""", "Malformed")]
    [InlineData("""{"alg":"HS256","typ":"JWT","kid":"k1"}""", "Malformed")]
    [InlineData("""{"alg":"HS256","kid":"k1"}""", "Malformed")]
    [InlineData("""{"alg":"HS256","typ":"phflags+jwt","kid":"k1","crit":["exp"]}""", "Malformed")]
    [InlineData("""["HS256"]""", "Malformed")]
    [InlineData("not json", "Malformed")]
    [InlineData("""{"alg":"HS256","typ":"phflags+jwt","kid":"k2"}""", "Signature")]
    [InlineData("""{"alg":"HS256","typ":"phflags+jwt"}""", "Signature")]
    [InlineData("""{"alg":"HS256","typ":"phflags+jwt","kid":7}""", "Signature")]
    public void Read_OtherForm_IsRefused(string form, string outcome)
    {
        Assert.Equal(outcome, Read(Sign(form, Claims), out OverrideClaims? claims).ToString());
        Assert.Null(claims);
    }

    [Theory]
    [InlineData("""{"aud":"shop","env":"Staging","iat":1000,"flags":{"beta":true}}""")]
    [InlineData("""{"aud":"shop","env":"Staging","exp":2000,"flags":{"beta":true}}""")]
    [InlineData("""{"aud":"shop","iat":1000,"exp":2000,"flags":{"beta":true}}""")]
    [InlineData("""{"aud":"shop","env":"Staging","iat":"1000","exp":2000,"flags":{"beta":true}}""")]
    [InlineData("""{"aud":"shop","env":"Staging","iat":1000,"exp":1e300,"flags":{"beta":true}}""")]
    [InlineData("""{"aud":"shop","env":"Staging","iat":1000,"exp":2000,"sub":7,"flags":{"beta":true}}""")]
    [InlineData("""{"aud":"shop","env":"Staging","iat":1000,"exp":2000,"sub":"\ud800","flags":{"beta":true}}""")]
    [InlineData("""{"aud":"shop","env":"Staging","iat":1000,"exp":2000}""")]
    [InlineData("""{"aud":"shop","env":"Staging","iat":1000,"exp":2000,"flags":{}}""")]
    [InlineData("""{"aud":"shop","env":"Staging","iat":1000,"exp":2000,"flags":["beta"]}""")]
    [InlineData("""{"aud":"shop","env":"Staging","iat":1000,"exp":2000,"flags":{"beta":1}}""")]
    [InlineData("""{"aud":"shop","env":"Staging","iat":1000,"exp":2000,"flags":{"beta":null}}""")]
    [InlineData("""{"aud":"shop","env":"Staging","iat":1000,"exp":2000,"flags":{"beta":""}}""")]
    [InlineData("""{"aud":"shop","env":"Staging","iat":1000,"exp":2000,"flags":{"":true}}""")]
    [InlineData("""{"aud":"shop","env":"Staging","iat":1000,"exp":2000,"flags":{"beta":true,"BETA":false}}""")]
    [InlineData("""{"aud":"shop","env":"Staging","iat":1000,"exp":2000,"flags":{"beta":{"variant":"b","enabled":false}}}""")]
    [InlineData("""{"aud":"shop","env":"Staging","iat":1000,"exp":2000,"flags":{"beta":{"surprise":1}}}""")]
    [InlineData("null")]
    public void Read_OtherClaims_AreMalformed(string claims) => Assert.Equal(OverrideOutcome.Malformed, Read(Sign(Form, claims), out _));

    [Fact]
    public void Read_ChangedClaims_IsAWrongSignature()
    {
        string[] parts = Sign(Form, Claims).Split('.');
        string other = Encode(Claims.Replace("anna", "ben", StringComparison.Ordinal));

        Assert.Equal(OverrideOutcome.Signature, Read($"{parts[0]}.{other}.{parts[2]}", out _));
        Assert.Equal(OverrideOutcome.Signature, Read(Sign(Form, Claims, new string('y', 40)), out _));
        Assert.Equal(OverrideOutcome.Signature, Read($"{parts[0]}.{parts[1]}.", out _));
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("a.b")]
    [InlineData("a.b.c.d")]
    [InlineData("ä.b.c")]
    [InlineData("{\"beta\":true}")]
    public void Read_NoToken_IsMalformed(string token) => Assert.Equal(OverrideOutcome.Malformed, Read(token, out _));

    [Fact]
    public void Read_TooLargeInAnyWay_IsMalformed()
    {
        string many = string.Join(',', Enumerable.Range(0, OverrideToken.FlagLimit + 1).Select(static i => $"\"f{i.ToString(CultureInfo.InvariantCulture)}\":true"));
        string payload = $$$"""{"beta":{"payload":"{{{new string('p', 2048)}}}"}}""";

        Assert.Equal(OverrideOutcome.Malformed, Read(Sign(Form, Claims.Replace("\"beta\":true", many, StringComparison.Ordinal)), out _));
        Assert.Equal(OverrideOutcome.Malformed, Read(Sign(Form, $$"""{"aud":"shop","env":"Staging","iat":1000,"exp":2000,"flags":{{payload}}}"""), out _));
        Assert.Equal(OverrideOutcome.Malformed, Read(Sign(Form, Claims.Replace("anna", new string('a', OverrideToken.LengthLimit), StringComparison.Ordinal)), out _));
    }

    [Fact]
    public void Create_Any_IsRead()
    {
        var clock = new ManualTimeProvider();
        var tokens = new PostHogOverrideTokens(Keys, clock, Options.Create(Settings()), new Staging());

        string token = tokens.Create([new("beta", "true"), new("old", "False"), new("headline", "bold")], "anna", TimeSpan.FromMinutes(5));

        Assert.Equal(OverrideOutcome.Applied, Read(token, out OverrideClaims? claims));
        Assert.Equal(["shop"], claims!.Audiences);
        Assert.Equal(("Staging", "anna"), (claims.Environment, claims.Subject));
        Assert.Equal(TimeSpan.FromMinutes(5), claims.ExpiresAt - claims.IssuedAt);
        Assert.Equal(["beta True ", "headline True bold", "old False "], claims.Flags.Select(static flag => $"{flag.Key} {flag.Value.IsEnabled} {flag.Value.Variant}").Order());
    }

    [Fact]
    public void Create_WhatCannotCount_Throws()
    {
        var tokens = new PostHogOverrideTokens(Keys, new ManualTimeProvider(), Options.Create(Settings()), new Staging());
        var keyless = new PostHogOverrideTokens(new OverrideKeys(Options.Create(Settings())), new ManualTimeProvider(), Options.Create(Settings()), new Staging());

        Assert.Throws<ArgumentException>(() => tokens.Create([]));
        Assert.Throws<ArgumentException>(() => tokens.Create([new("beta", "")]));
        Assert.Throws<ArgumentException>(() => tokens.Create([new("beta", new string('v', 4000))]));
        Assert.Throws<ArgumentOutOfRangeException>(() => tokens.Create([new("beta", "true")], lifetime: TimeSpan.FromHours(9)));
        Assert.Throws<InvalidOperationException>(() => keyless.Create([new("beta", "true")]));
    }

    private static OverrideOutcome Read(string token, out OverrideClaims? claims) => OverrideToken.Read(token, Keys, out claims);

    private static string Sign(string form, string claims, string key = Key)
    {
        string content = $"{Encode(form)}.{Encode(claims)}";
        return $"{content}.{Base64Url.EncodeToString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), Encoding.ASCII.GetBytes(content)))}";
    }

    private static string Encode(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));

    private static PostHogFeatureManagementOptions Settings(params (string Id, string Key)[] keys)
    {
        var options = new PostHogFeatureManagementOptions();
        foreach ((string id, string key) in keys)
        {
            options.Overrides.SigningKeys[id] = key;
        }

        return options;
    }

    private sealed class Staging : IHostEnvironment
    {
        public string EnvironmentName { get; set; } = Environments.Staging;

        public string ApplicationName { get; set; } = "shop";

        public string ContentRootPath { get; set; } = string.Empty;

        public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
    }
}
