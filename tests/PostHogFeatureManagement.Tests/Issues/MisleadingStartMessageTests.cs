using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.FeatureManagement;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Issues;

/// <summary>Mistakes in the registration stopped the start with messages about something else, or changed nothing without a word.</summary>
[Trait("Promise", "OP-04")]
public sealed class MisleadingStartMessageTests
{
    [Theory]
    [InlineData("Flags")]
    [InlineData("Features:Flags")]
    public void Problems_OwnSection_HaveItsPath(string path)
    {
        AppSettings settings = AppSettings.Of(
            ($"{path}:ProjectTokn", "phc_x"),
            ($"{path}:PollInterval", "00:00:30"),
            ($"{path}:Client:BreakDuration", "1.00:00:00"),
            ($"{path}:Cache:SizeLimit", "0"));

        string[] problems = settings.Problems(builder => builder.AddPostHog(settings.Configuration.GetSection(path)));

        Assert.Equal(5, problems.Length);
        Assert.All(problems, problem => Assert.StartsWith($"{path}:", problem, StringComparison.Ordinal));
        Assert.Contains($"{path}:ProjectTokn is not a setting. Did you mean ProjectToken?", problems);
        Assert.Contains($"{path}:PollInterval is not a setting. Its name here is {path}:Definitions:PollInterval.", problems);
        Assert.Contains(problems, problem => problem.Contains($"set {path}:Enabled to false", StringComparison.Ordinal));
    }

    [Fact]
    public void Problems_WholeConfiguration_SaysToPassSection()
    {
        AppSettings settings = AppSettings.Of(("PostHog:ProjectToken", "phc_x"), ("PATH", "/bin"), ("HOME", "/root"), ("Logging:LogLevel:Default", "Debug"));

        string problem = Assert.Single(settings.Problems(builder => builder.AddPostHog(settings.Configuration)));

        Assert.Equal(
            "AddPostHog() was given the whole configuration. Pass the section: AddPostHog(builder.Configuration.GetSection(\"PostHog\")).",
            problem);
    }

    [Fact]
    public void Problems_SettingsAtRootOfWholeConfiguration_DoNotListEnvironment()
    {
        AppSettings settings = AppSettings.Of([("ProjectToken", "phc_x"), .. Enumerable.Range(0, 100).Select(static i => ($"VARIABLE_{i}", (string?)"x"))]);

        Assert.Contains("whole configuration", Assert.Single(settings.Problems(builder => builder.AddPostHog(settings.Configuration))), StringComparison.Ordinal);
    }

    [Fact]
    public void Value_ConfigurationOfItsOwn_IsRead()
    {
        AppSettings settings = AppSettings.Of(("ProjectToken", "phc_x"), ("Client:AttemptTimeout", "00:00:01"));

        Assert.Equal(TimeSpan.FromSeconds(1), settings.Read(builder => builder.AddPostHog(settings.Configuration)).Client.AttemptTimeout);
    }

    [Fact]
    public void Value_SectionAfterAction_BothCountAndActionWins()
    {
        AppSettings settings = AppSettings.Of(("Flags:ProjectToken", "phc_x"), ("Flags:Cache:SizeLimit", "5"), ("Flags:Cache:KeyPrefix", "section"));

        PostHogFeatureManagementOptions options = settings.Read(builder => builder
            .AddPostHog(static options => options.Cache.KeyPrefix = "action")
            .AddPostHog(settings.Configuration.GetSection("Flags")));

        Assert.Equal(("phc_x", 5, "action"), (options.ProjectToken, options.Cache.SizeLimit, options.Cache.KeyPrefix));
    }

    [Fact]
    public void Problems_TwoSections_NamesBoth()
    {
        AppSettings settings = AppSettings.Of(("A:ProjectToken", "phc_x"), ("B:ProjectToken", "phc_x"));
        IConfigurationSection a = settings.Configuration.GetSection("A");

        Assert.Equal(
            ["AddPostHog() was given two sections, A and B. Pass one of them."],
            settings.Problems(builder => builder.AddPostHog(a).AddPostHog(settings.Configuration.GetSection("B"))));
        Assert.Empty(settings.Problems(builder => builder.AddPostHog(a).AddPostHog(settings.Configuration.GetSection("A"))));
    }

    [Theory]
    [InlineData("Posthogg", "The configuration section Posthogg is empty or missing. Did you mean PostHog?")]
    [InlineData("Other", "The configuration section Other is empty or missing. Copy")]
    [InlineData("Deep:Posthogg", "The configuration section Deep:Posthogg is empty or missing. Did you mean Deep:PostHog?")]
    public void Problems_MisspeltSection_IsNamed(string path, string expected)
    {
        AppSettings settings = AppSettings.Of(("PostHog:ProjectToken", "phc_x"), ("Deep:PostHog:ProjectToken", "phc_x"));

        string problem = Assert.Single(settings.Problems(builder => builder.AddPostHog(settings.Configuration.GetSection(path))));

        Assert.StartsWith($"{path}:ProjectToken is missing. {expected}", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Problems_DefaultSectionMisspelt_IsNamed() => Assert.Contains(
        "The configuration section PostHog is empty or missing. Did you mean PostHogg?",
        Assert.Single(AppSettings.Of(("PostHogg:ProjectToken", "phc_x")).Problems()),
        StringComparison.Ordinal);

    [Fact]
    public void Problems_SectionIsValue_IsNamed() =>
        Assert.Equal(["PostHog is a value, not a section. Write the settings inside it, for example PostHog:ProjectToken."], AppSettings.Of(("PostHog", "phc_x")).Problems());

    [Fact]
    public void Value_NoSectionButCode_IsUsed() =>
        Assert.Equal("phc_x", AppSettings.Of().Read(static builder => builder.AddPostHog(static options => options.ProjectToken = "phc_x")).ProjectToken);

    [Fact]
    public void Problems_NullInCode_AreAllNamed()
    {
        string[] problems = AppSettings.InSection().Problems(static builder => builder.AddPostHog(static options =>
        {
            options.Client = null!;
            options.HostUrl = null!;
            options.Cache.KeyPrefix = null!;
            options.Definitions.TimeZone = null!;
            options.Definitions.EvaluationContexts = null!;
            options.Identity.GroupClaims = null!;
            options.FeatureManagement.PrecedenceByFlag = null!;
        }));

        Assert.Equal(
            ["Client", "Definitions:TimeZone", "Definitions:EvaluationContexts", "Cache:KeyPrefix", "Identity:GroupClaims", "FeatureManagement:PrecedenceByFlag"],
            problems.Select(static problem => problem.Split(' ')[0]["PostHog:".Length..]));
    }

    [Fact]
    public void Problems_UndefinedChoiceInCode_IsNamed()
    {
        string[] problems = AppSettings.InSection().Problems(static builder => builder.AddPostHog(static options =>
        {
            options.Definitions.OnQuotaExceeded = (QuotaExceededBehavior)7;
            options.FeatureManagement.Precedence = (FlagPrecedence)8;
            options.FeatureManagement.PrecedenceByFlag["beta"] = (FlagPrecedence)9;
        }));

        Assert.Equal(3, problems.Length);
        Assert.Contains("PostHog:FeatureManagement:PrecedenceByFlag:beta is 9, which is not one of PostHogFirst", problems[2], StringComparison.Ordinal);
    }

    [Fact]
    public void UsePostHog_NotAdded_SaysToAdd()
    {
        var app = new ApplicationBuilder(new ServiceCollection().BuildServiceProvider());

        Assert.Equal("Call builder.Services.AddFeatureManagement().AddPostHog() before UsePostHog().", Message(() => app.UsePostHog()));
        Assert.Equal("Call builder.Services.AddFeatureManagement().AddPostHog() before UsePostHogGates().", Message(() => app.UsePostHogGates()));
    }

    [Fact]
    public void ConfigurePostHogHttp_NotAdded_SaysToAdd() => Assert.Equal(
        "Call AddPostHog() before ConfigurePostHogHttp().",
        Message(static () => new ServiceCollection().AddFeatureManagement().ConfigurePostHogHttp(static _ => { })));

    private static string Message(Action action) => Assert.Throws<InvalidOperationException>(action).Message;
}
