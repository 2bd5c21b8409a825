using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PostHogFeatureManagement.Configuration.Reading;
using PostHogFeatureManagement.DependencyInjection;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Configuration;

/// <summary>Settings under their old names.</summary>
[Trait("Promise", "OP-04")]
public sealed class RenamedSettingTests : IDisposable
{
    private readonly RecordingLogger _logs = new();

    public static TheoryData<string, string> Names => new()
    {
        { "Definitions:StrictLocal", "Definitions:LocalOnly" },
        { "Cache:AlwaysAskForAll", "Cache:RefreshOnGetAll" },
        { "cache:answerswhendisabled", "cache:ServeWhenDisabled" },
    };

    public void Dispose() => _logs.Dispose();

    [Theory]
    [MemberData(nameof(Names))]
    public void Value_OldName_WorksAndWarnsOnce(string oldName, string newName)
    {
        Assert.True(ValueOf(Read((oldName, "true")), newName));

        (LogLevel level, EventId id, string text) = Assert.Single(_logs.Entries);
        Assert.Equal((LogLevel.Warning, LogEvents.SettingRenamed), (level, id.Id));
        Assert.StartsWith($"The setting PostHog:{oldName} is now called PostHog:{newName}.", text, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Value_NewName_WorksWithoutWarning(string oldName, string newName)
    {
        Assert.NotEqual(oldName, newName);
        Assert.True(ValueOf(Read((newName, "true")), newName));

        Assert.Empty(_logs.Entries);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Value_BothNamesAgree_Warns(string oldName, string newName)
    {
        Assert.True(ValueOf(Read((oldName, "True"), (newName, "true")), newName));

        Assert.Equal(1, _logs.CountOf(LogEvents.SettingRenamed));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Value_BothNamesDiffer_ReportsProblem(string oldName, string newName)
    {
        OptionsValidationException exception = Assert.Throws<OptionsValidationException>(() => Read((oldName, "true"), (newName, "false")));

        string failure = Assert.Single(exception.Failures);
        Assert.Contains($"PostHog:{newName} and PostHog:{oldName} are two names of one setting, but their values differ", failure, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Read_BothNamesDiffer_NewOneWins(string oldName, string newName)
    {
        var options = new PostHogFeatureManagementOptions();

        OptionsSectionReader.Read(Section((oldName, "true"), (newName, "false")), PostHogFeatureManagementOptions.SectionName).Bind(options);

        Assert.False(ValueOf(options, newName));
    }

    [Fact]
    public void Value_OldNameWithWrongValue_ReportsThatName()
    {
        OptionsValidationException exception = Assert.Throws<OptionsValidationException>(() => Read(("Definitions:StrictLocal", "yes")));

        Assert.StartsWith("PostHog:Definitions:StrictLocal: 'yes'", Assert.Single(exception.Failures), StringComparison.Ordinal);
    }

    [Fact]
    public void Value_OldNameInOtherGroup_IsNotSetting()
    {
        OptionsValidationException exception = Assert.Throws<OptionsValidationException>(() => Read(("Cache:StrictLocal", "true")));

        Assert.Contains("PostHog:Cache:StrictLocal is not a setting", Assert.Single(exception.Failures), StringComparison.Ordinal);
    }

    private static bool ValueOf(PostHogFeatureManagementOptions options, string name) => name.ToUpperInvariant() switch
    {
        "DEFINITIONS:LOCALONLY" => options.Definitions.LocalOnly,
        "CACHE:REFRESHONGETALL" => options.Cache.RefreshOnGetAll,
        _ => options.Cache.ServeWhenDisabled,
    };

    private static IConfigurationSection Section(params (string Key, string Value)[] settings) =>
        new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(static setting => KeyValuePair.Create<string, string?>($"PostHog:{setting.Key}", setting.Value)))
            .Build()
            .GetSection("PostHog");

    private PostHogFeatureManagementOptions Read(params (string Key, string Value)[] settings)
    {
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.AddProvider(_logs));
        services.AddPostHogOptions(Section([("ProjectToken", "phc_x"), .. settings]));
        using ServiceProvider provider = services.BuildServiceProvider();
        return provider.GetRequiredService<IOptions<PostHogFeatureManagementOptions>>().Value;
    }
}
