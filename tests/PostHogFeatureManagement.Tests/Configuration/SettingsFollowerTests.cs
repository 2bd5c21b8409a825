using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PostHogFeatureManagement.Configuration;
using PostHogFeatureManagement.DependencyInjection;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Configuration;

[Trait("Promise", "OP-05")]
public sealed class SettingsFollowerTests : IDisposable
{
    private const string Enabled = "PostHog:Enabled";
    private const string Token = "PostHog:ProjectToken";

    private readonly RecordingLogger _logs = new();

    public void Dispose() => _logs.Dispose();

    [Fact]
    public void Change_Enabled_IsFollowedBothWays()
    {
        var settings = new LiveSettings((Token, "phc_x"));
        using ServiceProvider services = Build(settings);
        PostHogSwitch posthog = services.GetRequiredService<PostHogSwitch>();

        settings.Change((Enabled, "false"));
        Assert.False(posthog.IsOn);

        settings.Change((Enabled, "True"));
        Assert.True(posthog.IsOn);

        settings.Change((Enabled, "FALSE"));
        settings.Change((Enabled, null));
        Assert.True(posthog.IsOn);
        Assert.Equal(4, _logs.CountOf(LogEvents.Switched));
        Assert.Equal("PostHog is now switched off, as PostHog:Enabled says ", _logs.Entries.First(static entry => entry.Id == LogEvents.Switched).Text);
        Assert.DoesNotContain(_logs.Entries, static entry => entry.Level >= LogLevel.Warning);
    }

    [Fact]
    public void Change_SomethingElse_LeavesTheSwitch()
    {
        var settings = new LiveSettings((Token, "phc_x"));
        using ServiceProvider services = Build(settings);
        SwitchPhase phase = services.GetRequiredService<PostHogSwitch>().Phase;

        settings.Change(("PostHog:Cache:SizeLimit", "7"), ("Logging", "more"));

        Assert.Same(phase, services.GetRequiredService<PostHogSwitch>().Phase);
        Assert.Empty(_logs.Entries);
    }

    [Theory]
    [InlineData("PostHog:Client:AttemptTimeout", "soon")]
    [InlineData("PostHog:Cache:SizeLimit", "0")]
    [InlineData("PostHog:Surprise", "1")]
    [InlineData("PostHog:Cache", "none")]
    public void Change_OtherSettingIsInvalid_IsFollowedWithOneError(string setting, string value)
    {
        var settings = new LiveSettings((Token, "phc_x"));
        using ServiceProvider services = Build(settings);
        PostHogSwitch posthog = services.GetRequiredService<PostHogSwitch>();

        settings.Change((Enabled, "false"), (setting, value));
        Assert.False(posthog.IsOn);
        settings.Change(("Logging", "more"));
        settings.Change((Enabled, "true"));
        Assert.True(posthog.IsOn);

        (LogLevel level, _, string text) = Assert.Single(_logs.Entries, static entry => entry.Id == LogEvents.ChangedSettingsInvalid);
        Assert.Equal(LogLevel.Error, level);
        Assert.Contains(setting, text, StringComparison.Ordinal);
        Assert.Contains("stay in use; only PostHog:Enabled and Overrides:Flags are followed", text, StringComparison.Ordinal);

        settings.Change((setting, null));
        settings.Change((setting, value));
        Assert.Equal(2, _logs.CountOf(LogEvents.ChangedSettingsInvalid));
    }

    [Theory]
    [InlineData("true")]
    [InlineData("false")]
    public void Change_EnabledIsUnreadable_LeavesTheSwitchWithOneError(string before)
    {
        var settings = new LiveSettings((Token, "phc_x"), (Enabled, before));
        using ServiceProvider services = Build(settings);
        PostHogSwitch posthog = services.GetRequiredService<PostHogSwitch>();

        settings.Change((Enabled, "maybe"));

        Assert.Equal(before == "true", posthog.IsOn);
        Assert.Equal(1, _logs.CountOf(LogEvents.ChangedSettingsInvalid));
        Assert.Equal(0, _logs.CountOf(LogEvents.Switched));
    }

    [Fact]
    public void Change_SettingsFileIsReplaced_StaysOffInBetween()
    {
        var settings = new LiveSettings((Token, "phc_x"), (Enabled, "false"));
        using ServiceProvider services = Build(settings);
        PostHogSwitch posthog = services.GetRequiredService<PostHogSwitch>();

        settings.Vanish();
        Assert.False(posthog.IsOn);
        settings.Change((Token, "phc_x"), (Enabled, "false"));
        Assert.False(posthog.IsOn);

        Assert.Equal(0, _logs.CountOf(LogEvents.Switched));
    }

    [Theory]
    [InlineData(Token, null, "PostHog:ProjectToken is missing")]
    [InlineData(Token, "phx_secret", "PostHog:ProjectToken holds a secret key")]
    [InlineData("PostHog:HostUrl", "http://posthog.example.com", "PostHog:HostUrl begins with http://")]
    public void Change_OnWithSettingsThatCannotBeUsed_StaysOffWithOneError(string setting, string? value, string expected)
    {
        var settings = new LiveSettings((Token, "phc_x"), (Enabled, "false"), (setting, value));
        using ServiceProvider services = Build(settings);
        PostHogSwitch posthog = services.GetRequiredService<PostHogSwitch>();

        settings.Change((Enabled, "true"));
        settings.Change(("Logging", "more"));

        Assert.False(posthog.IsOn);
        (LogLevel level, EventId id, string text) = Assert.Single(_logs.Entries);
        Assert.Equal((LogLevel.Error, LogEvents.SwitchStaysOff), (level, id.Id));
        Assert.Contains(expected, text, StringComparison.Ordinal);
        Assert.Contains("then restart", text, StringComparison.Ordinal);
        Assert.DoesNotContain("phx_secret", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Change_OnWithTokenThatCameLater_StaysOffBecauseItIsReadAtTheStart()
    {
        var settings = new LiveSettings((Enabled, "false"));
        using ServiceProvider services = Build(settings);
        PostHogSwitch posthog = services.GetRequiredService<PostHogSwitch>();

        settings.Change((Enabled, "true"), (Token, "phc_x"));

        Assert.False(posthog.IsOn);
        Assert.Equal(LogEvents.SwitchStaysOff, Assert.Single(_logs.Entries).Id.Id);
    }

    [Fact]
    public void Change_OnButCodeHasSwitchedOff_StaysOff()
    {
        var settings = new LiveSettings((Token, "phc_x"));
        using ServiceProvider services = Build(settings, static collection => collection.Configure<PostHogFeatureManagementOptions>(static options => options.Enabled = false));
        PostHogSwitch posthog = services.GetRequiredService<PostHogSwitch>();

        settings.Change((Enabled, "false"));
        settings.Change((Enabled, "true"));

        Assert.False(posthog.IsOn);
        Assert.Contains("PostHog:Enabled is set to false by the application's own code", Assert.Single(_logs.Entries).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Change_OnWithTokenFromCode_SwitchesOn()
    {
        var settings = new LiveSettings((Enabled, "false"));
        using ServiceProvider services = Build(settings, static collection => collection.Configure<PostHogFeatureManagementOptions>(static options => options.ProjectToken = "phc_x"));
        PostHogSwitch posthog = services.GetRequiredService<PostHogSwitch>();

        settings.Change((Enabled, null));

        Assert.True(posthog.IsOn);
        Assert.DoesNotContain(_logs.Entries, static entry => entry.Level >= LogLevel.Warning);
    }

    [Fact]
    public void Change_CodeForTheSettingsThrows_IsFollowedWithOneError()
    {
        bool throws = false;
        var settings = new LiveSettings((Token, "phc_x"));
        using ServiceProvider services = Build(
            settings,
            collection => collection.Configure<PostHogFeatureManagementOptions>(
                options => options.ProjectToken = throws ? throw new InvalidOperationException("phc_secret") : "phc_x"));
        PostHogSwitch posthog = services.GetRequiredService<PostHogSwitch>();

        throws = true;
        settings.Change((Enabled, "false"));

        Assert.False(posthog.IsOn);
        string text = Assert.Single(_logs.Entries, static entry => entry.Id == LogEvents.ChangedSettingsInvalid).Text;
        Assert.Contains("InvalidOperationException", text, StringComparison.Ordinal);
        Assert.DoesNotContain("phc_secret", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Change_SectionElsewhere_IsFollowed()
    {
        var settings = new LiveSettings(("Flags:ProjectToken", "phc_x"));
        using ServiceProvider services = Build(settings, section: "Flags");
        PostHogSwitch posthog = services.GetRequiredService<PostHogSwitch>();

        settings.Change((Enabled, "false"));
        Assert.True(posthog.IsOn);
        settings.Change(("Flags:Enabled", "false"));
        Assert.False(posthog.IsOn);
    }

    [Fact]
    public void Change_ServicesDisposed_IsNotFollowed()
    {
        var settings = new LiveSettings((Token, "phc_x"));
        ServiceProvider services = Build(settings);
        PostHogSwitch posthog = services.GetRequiredService<PostHogSwitch>();

        services.Dispose();
        settings.Change((Enabled, "false"));

        Assert.True(posthog.IsOn);
    }

    [Fact]
    public void Switch_NoConfiguration_IsWhatCodeSays()
    {
        var services = new ServiceCollection();
        services.AddPostHogOptions(section: null).Configure<PostHogFeatureManagementOptions>(static options => options.ProjectToken = "phc_x");
        using ServiceProvider provider = services.BuildServiceProvider();

        Assert.True(provider.GetRequiredService<PostHogSwitch>().IsOn);
    }

    private ServiceProvider Build(LiveSettings settings, Action<IServiceCollection>? more = null, string? section = null)
    {
        IConfigurationRoot configuration = new ConfigurationBuilder().Add(settings).Build();
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.AddProvider(_logs));
        services.AddSingleton<IConfiguration>(configuration);
        services.AddPostHogOptions(section is null ? null : configuration.GetSection(section));
        more?.Invoke(services);
        return services.BuildServiceProvider();
    }
}
