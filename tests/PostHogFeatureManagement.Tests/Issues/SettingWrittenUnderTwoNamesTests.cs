using Microsoft.FeatureManagement;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Issues;

/// <summary>A key under both of its names stopped the start with "An item with the same key has already been added", even if both values were equal.</summary>
[Trait("Promise", "OP-04")]
public sealed class SettingWrittenUnderTwoNamesTests
{
    public static TheoryData<string, string, string> Names => new()
    {
        { "ProjectToken", "ProjectApiKey", "phc_key" },
        { "SecretKey", "PersonalApiKey", "phx_key" },
        { "secretkey", "PERSONALAPIKEY", "phs_key" },
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void Value_BothEqual_IsUsed(string name, string alias, string key) => Assert.Equal(key, Read(name, (name, key), (alias, $" {key} ")));

    [Theory]
    [MemberData(nameof(Names))]
    public void Value_OneEmpty_OtherIsUsed(string name, string alias, string key)
    {
        foreach (string empty in new[] { string.Empty, " ", "\n" })
        {
            Assert.Equal(key, Read(name, (name, key), (alias, empty)));
            Assert.Equal(key, Read(name, (name, empty), (alias, key)));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    [Trait("Promise", "SC-01")]
    public void Value_BothDiffer_NamesBothPathsWithoutValues(string name, string alias, string key)
    {
        string problem = Assert.Single(Settings((name, key), (alias, key.ToUpperInvariant())).Problems());

        Assert.StartsWith($"PostHog:{name} and PostHog:{alias} are two names of one setting", problem, StringComparison.OrdinalIgnoreCase);
        Assert.Contains($"Remove PostHog:{alias}.", problem, StringComparison.Ordinal);
        Assert.DoesNotContain(key, problem, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Value_AliasInNestedSection_IsUsed()
    {
        AppSettings settings = AppSettings.Of(("Features:PostHog:ProjectApiKey", "phc_key"));

        Assert.Equal("phc_key", settings.Read(builder => builder.AddPostHog(settings.Configuration.GetSection("Features:PostHog"))).ProjectToken);
    }

    [Fact]
    public void Value_OldNameEmpty_NewNameIsUsed() => Assert.True(
        AppSettings.InSection(("Definitions:LocalOnly", "true"), ("Definitions:StrictLocal", string.Empty)).Read().Definitions.LocalOnly);

    private static AppSettings Settings(params (string Name, string Value)[] values)
    {
        bool hasToken = values[0].Name == "ProjectToken";
        var settings = AppSettings.Of([.. values.Select(static value => ($"PostHog:{value.Name}", (string?)value.Value))]);
        return hasToken ? settings : settings.With("PostHog:ProjectToken", "phc_x");
    }

    private static string? Read(string name, params (string Name, string Value)[] values)
    {
        PostHogFeatureManagementOptions options = Settings(values).Read();
        return name == "ProjectToken" ? options.ProjectToken : options.SecretKey;
    }
}
