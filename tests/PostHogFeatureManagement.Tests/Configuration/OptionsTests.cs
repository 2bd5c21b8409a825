using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using PostHogFeatureManagement.DependencyInjection;

namespace PostHogFeatureManagement.Tests.Configuration;

[Trait("Promise", "OP-04")]
public sealed class OptionsTests
{
    [Fact]
    public void Value_TokenOnly_HasDocumentedDefaults()
    {
        PostHogFeatureManagementOptions options = Read(("ProjectToken", "phc_x"));

        Assert.Equal("https://us.i.posthog.com", options.HostUrl);
        Assert.Equal(TimeSpan.FromSeconds(2), options.Client.AttemptTimeout);
        Assert.Equal(TimeSpan.FromSeconds(4), options.Client.TotalTimeout);
        Assert.Equal(TimeSpan.FromSeconds(2), options.Client.WaitAtMost);
        Assert.Equal(TimeSpan.FromSeconds(3), options.Client.SlowCallThreshold);
        Assert.Equal(TimeSpan.FromSeconds(60), options.Client.BreakDuration);
        Assert.Equal(TimeSpan.FromSeconds(30), options.Definitions.PollInterval);
        Assert.Equal(TimeSpan.FromSeconds(30), options.Cache.FreshFor);
        Assert.True(options.Client.DisableGeoIp);
    }

    [Fact]
    public void Value_Aliases_AreBound()
    {
        PostHogFeatureManagementOptions options = Read(("ProjectApiKey", "phc_x"), ("PersonalApiKey", "phx_y"));

        Assert.Equal("phc_x", options.ProjectToken);
        Assert.Equal("phx_y", options.SecretKey);
    }

    [Fact]
    public void Value_ListsAndMaps_AreBound()
    {
        PostHogFeatureManagementOptions options = Read(
            ("ProjectToken", "phc_x"),
            ("Identity:PersonPropertyClaims:0", "plan"),
            ("Identity:GroupClaims:company", "tenant"),
            ("FeatureManagement:PrecedenceByFlag:beta", "ConfigurationFirst"));

        Assert.Equal(["plan"], options.Identity.PersonPropertyClaims);
        Assert.Equal("tenant", options.Identity.GroupClaims["company"]);
        Assert.Equal(FlagPrecedence.ConfigurationFirst, options.FeatureManagement.PrecedenceByFlag["beta"]);
    }

    [Fact]
    [Trait("Promise", "ID-09")]
    public void Value_PersonPropertyClaims_AreBoundFromListOrMap()
    {
        PersonPropertyClaims list = Read(
            ("ProjectToken", "phc_x"),
            ("Identity:PersonPropertyClaims:0", "plan"),
            ("Identity:PersonPropertyClaims:1", "http://schemas.example/email")).Identity.PersonPropertyClaims;
        PersonPropertyClaims map = Read(
            ("ProjectToken", "phc_x"),
            ("Identity:PersonPropertyClaims:email", "http://schemas.example/email"),
            ("Identity:PersonPropertyClaims:roles:0", "role"),
            ("Identity:PersonPropertyClaims:roles:1", "groups")).Identity.PersonPropertyClaims;

        Assert.Equal(["http://schemas.example/email", "plan"], list.Order(StringComparer.Ordinal));
        Assert.Equal(["http://schemas.example/email"], list["http://schemas.example/email"]);
        Assert.Equal(["http://schemas.example/email"], map["email"]);
        Assert.Equal(["role", "groups"], map["roles"]);
        Assert.Empty(map["plan"]);
        Assert.Equal(2, map.Count);
    }

    [Fact]
    [Trait("Promise", "ID-09")]
    public void PersonPropertyClaims_InCode_AreListOrMap()
    {
        var options = new PostHogFeatureManagementOptions { ProjectToken = "phc_x", Identity = { PersonPropertyClaims = ["plan"] } };
        options.Identity.PersonPropertyClaims.Add("roles", "role", "groups");

        Assert.Equal(["plan"], options.Identity.PersonPropertyClaims["plan"]);
        Assert.Equal(["role", "groups"], options.Identity.PersonPropertyClaims["roles"]);
    }

    [Fact]
    public void Value_DisabledWithoutToken_IsValid() => Assert.False(Read(("Enabled", "false")).Enabled);

    [Theory]
    [InlineData("ProjectToken", "", "PostHog:ProjectToken is missing", "AddPostHogEmulator")]
    [InlineData("ProjectToken", "phs_secret", "PostHog:ProjectToken holds a secret key", "PostHog:SecretKey")]
    [InlineData("Identity:PostHogCookieName", "ph x", "PostHog:Identity:PostHogCookieName is 'ph x'", "ph_x")]
    [InlineData("Identity:TrustedTracingOrigins:0", "https://a.example", "PostHog:Identity:TrustedTracingOrigins are set", "ReadTracingHeaders")]
    [InlineData("Identity:RequireAuthenticated:0", "a*b", "PostHog:Identity:RequireAuthenticated has 'a*b'", "one * at the end")]
    [InlineData("Identity:RequireAuthenticated:0", " ", "PostHog:Identity:RequireAuthenticated has ' '", "one * at the end")]
    [InlineData("Identity:RequireAuthenticated:0", "pro ", "PostHog:Identity:RequireAuthenticated has 'pro '", "without spaces")]
    [InlineData("Identity:RequireAuthenticated:0", "pro\t*", "PostHog:Identity:RequireAuthenticated has 'pro", "without spaces")]
    [InlineData("Identity:RequireAuthenticated:0", "pro,plan-*", "PostHog:Identity:RequireAuthenticated has 'pro,plan-*'", "each entry")]
    [InlineData("SecretKey", "phc_token", "PostHog:SecretKey holds a project token", "phs_")]
    [InlineData("HostUrl", "eu.i.posthog.com", "PostHog:HostUrl is 'eu.i.posthog.com'", "https://eu.i.posthog.com")]
    [InlineData("HostUrl", "/relative", "PostHog:HostUrl is '/relative'", "absolute URL")]
    [InlineData("PolInterval", "1", "PostHog:PolInterval is not a setting", "Known here")]
    [InlineData("HostUrll", "x", "PostHog:HostUrll is not a setting", "Did you mean HostUrl?")]
    [InlineData("FeatureFlagPollInterval", "00:00:30", "PostHog:FeatureFlagPollInterval is not a setting", "PostHog:Definitions:PollInterval")]
    [InlineData("Definitions:PollInterval", "30", "PostHog:Definitions:PollInterval: '30' would be 30 days", "00:00:30")]
    [InlineData("Client:BreakDuration", "60.00:00:00", "PostHog:Client:BreakDuration is 60.00:00:00", "write 00:01:00")]
    [InlineData("Client:AttemptTimeout", "00:00:05", "PostHog:Client:AttemptTimeout is 00:00:05", "longer than Client:TotalTimeout")]
    [InlineData("Client:SlowCallThreshold", "00:00:04", "PostHog:Client:SlowCallThreshold is 00:00:04", "Client:TotalTimeout")]
    [InlineData("Client:WaitAtMost", "00:10:00", "PostHog:Client:WaitAtMost is 00:10:00", "between 00:00:00.0100000 and 00:05:00")]
    [InlineData("Client:MaxRetryAttempts", "many", "PostHog:Client:MaxRetryAttempts: 'many'", "not a number")]
    [InlineData("Cache:MemoryLimit", "64 MB", "PostHog:Cache:MemoryLimit: '64 MB'", "not a number")]
    [InlineData("Cache:MemoryLimit", "64", "PostHog:Cache:MemoryLimit is 64", "between 1000000 and 1000000000000")]
    [InlineData("Enabled", "yes", "PostHog:Enabled: 'yes'", "true or false")]
    [InlineData("Definitions:TimeZone", "Mars/Olympus", "PostHog:Definitions:TimeZone is 'Mars/Olympus'", "Europe/Berlin")]
    [InlineData("Definitions:OnQuotaExceeded", "Panic", "PostHog:Definitions:OnQuotaExceeded: 'Panic'", "KeepLastGood")]
    [InlineData("Identity:ServiceDistinctId", " ", "PostHog:Identity:ServiceDistinctId is ' '", "without it")]
    [InlineData("Identity:FallbackDistinctId", "visitor\n", "PostHog:Identity:FallbackDistinctId is 'visitor", "without it")]
    [InlineData("Events:Protocol", "Capture", "PostHog:Events:Protocol: 'Capture'", "Batch, Analytics")]
    [InlineData("Events:QueueCapacity", "0", "PostHog:Events:QueueCapacity is 0", "between 1 and 1000000")]
    [InlineData("Events:BatchSize", "10001", "PostHog:Events:BatchSize is 10001", "between 1 and 10000")]
    [InlineData("Events:FlushInterval", "5", "PostHog:Events:FlushInterval: '5' would be 5 days", "00:00:05")]
    [InlineData("Events:MaxRetryAttempts", "11", "PostHog:Events:MaxRetryAttempts is 11", "between 0 and 10")]
    [InlineData("Events:ShutdownTimeout", "00:05:01", "PostHog:Events:ShutdownTimeout is 00:05:01", "between 00:00:00 and 00:05:00")]
    [InlineData("Events:BeforeSend", "x", "PostHog:Events:BeforeSend is not a setting", "Known here")]
    [InlineData("Events:SendFlagCalledByFlag:beta", "maybe", "PostHog:Events:SendFlagCalledByFlag:beta: 'maybe'", "true or false")]
    [InlineData("Browser:Flags:0", "beta,headline", "PostHog:Browser:Flags has 'beta,headline'", "each entry")]
    [InlineData("Browser:Flags:0", "*", "PostHog:Browser:Flags has '*'", "without spaces, commas and asterisks")]
    [InlineData("Browser:ApiHost", "ingest", "PostHog:Browser:ApiHost is 'ingest'", "begins with one /")]
    [InlineData("Browser:ApiHost", "//other.example", "PostHog:Browser:ApiHost is '//other.example'", "begins with one /")]
    [InlineData("Browser:ScriptUrl", "javascript:alert(1)", "PostHog:Browser:ScriptUrl is 'javascript:alert(1)'", "absolute URL")]
    [InlineData("Endpoint:Flags:0", "", "PostHog:Endpoint:Flags has ''", "the key of a flag")]
    [InlineData("Endpoint:Policy", "customers", "PostHog:Endpoint:Policy is set", "List the flags")]
    [InlineData("Endpoint:RequestsPerMinute", "0", "PostHog:Endpoint:RequestsPerMinute is 0", "between 1 and 1000000")]
    [InlineData("Identity:ServiceProperties:environment", "prod", "PostHog:Identity:ServiceProperties are set", "ServiceDistinctId")]
    [InlineData("Identity:PersonPropertyClaims:email", "", "PostHog:Identity:PersonPropertyClaims:email is not a claim type", "Write one claim type")]
    [InlineData("Identity:PersonPropertyClaims", "email", "PostHog:Identity:PersonPropertyClaims is a list or map", "PersonPropertyClaims:0")]
    [InlineData("Client", "fast", "PostHog:Client is a group of settings", "PostHog:Client:AttemptTimeout")]
    public void Value_WrongSetting_ReportsPathAndAdvice(string key, string value, string where, string advice)
    {
        OptionsValidationException exception = Assert.Throws<OptionsValidationException>(() => Read(("ProjectToken", "phc_x"), (key, value)));

        string failure = Assert.Single(exception.Failures);
        Assert.Contains(where, failure, StringComparison.Ordinal);
        Assert.Contains(advice, failure, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a.example")]
    [InlineData("https://a.example/x")]
    [InlineData("https://a.example:443")]
    [InlineData("null")]
    [InlineData("*")]
    public void Value_WrongOrigin_IsReported(string origin)
    {
        OptionsValidationException problem = Assert.Throws<OptionsValidationException>(
            () => Read(("ProjectToken", "phc_x"), ("Identity:ReadTracingHeaders", "true"), ("Identity:TrustedTracingOrigins:0", origin)));

        Assert.Contains($"PostHog:Identity:TrustedTracingOrigins has '{origin}', which is not an origin", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Value_ScriptThatNothingLoads_Fails()
    {
        OptionsValidationException exception = Assert.Throws<OptionsValidationException>(
            () => Read(("ProjectToken", "phc_x"), ("Browser:LoadScript", "false"), ("Browser:ScriptUrl", "/lib/array.js")));

        Assert.Contains("PostHog:Browser:ScriptUrl is set, but Browser:LoadScript is false", Assert.Single(exception.Failures), StringComparison.Ordinal);
    }

    [Fact]
    public void Value_AskForMissingAndLocalOnly_Fails()
    {
        OptionsValidationException exception = Assert.Throws<OptionsValidationException>(
            () => Read(("ProjectToken", "phc_x"), ("Definitions:AskForMissing", "true"), ("Definitions:LocalOnly", "true")));

        Assert.Contains("PostHog:Definitions:AskForMissing is true, but Definitions:LocalOnly", Assert.Single(exception.Failures), StringComparison.Ordinal);
    }

    [Fact]
    public void Value_ManyWrongSettings_ReportsAllAtOnce()
    {
        OptionsValidationException exception = Assert.Throws<OptionsValidationException>(
            () => Read(("Typo", "1"), ("SecretKey", "phc_x"), ("HostUrl", "nowhere"), ("Cache:FreshFor", "30"), ("Cache:SizeLimit", "0")));

        Assert.Equal(6, exception.Failures.Count());
    }

    [Fact]
    [Trait("Promise", "SC-01")]
    public void Value_MisplacedKeys_AreNotQuoted()
    {
        OptionsValidationException exception = Assert.Throws<OptionsValidationException>(
            () => Read(("ProjectToken", "phs_verysecret"), ("SecretKey", "phc_alsosecret")));

        Assert.DoesNotContain("verysecret", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("alsosecret", exception.Message, StringComparison.Ordinal);
    }

    private static PostHogFeatureManagementOptions Read(params (string Key, string Value)[] settings)
    {
        var values = new Dictionary<string, string?>();
        foreach ((string key, string value) in settings)
        {
            values[$"PostHog:{key}"] = value;
        }

        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(values).Build());
        services.AddPostHogOptions(section: null);
        using ServiceProvider provider = services.BuildServiceProvider();
        return provider.GetRequiredService<IOptions<PostHogFeatureManagementOptions>>().Value;
    }
}
