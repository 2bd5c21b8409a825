using System.Collections;
using System.ComponentModel;
using System.Reflection;
using System.Text.RegularExpressions;

namespace PostHogFeatureManagement.Tests.Docs;

/// <summary>The settings table has every setting with its actual default.</summary>
[Trait("Promise", "DX-03")]
public sealed partial class SettingsPageTests
{
    private static readonly Dictionary<string, string?> Documented =
        Read(DocumentationPage.All.Single(static page => page.Name.EndsWith("configuration.md", StringComparison.Ordinal)).Text);

    private static readonly Dictionary<string, object?> Actual = Walk(new PostHogFeatureManagementOptions(), string.Empty).ToDictionary();

    [Fact]
    public void Page_SettingsTable_HasExactlyTheExistingSettings() =>
        Assert.Equal(Actual.Keys.Order(StringComparer.Ordinal), Documented.Keys.Order(StringComparer.Ordinal));

    [Fact]
    public void Page_SettingsTable_HasTheActualDefaults()
    {
        // Lists and maps are empty by default, and the page says in words what that means.
        foreach ((string path, object? value) in Actual.Where(static setting => setting.Value is string or not IEnumerable))
        {
            object? documented = Documented[path] is { } text
                ? TypeDescriptor.GetConverter(value?.GetType() ?? typeof(string)).ConvertFromInvariantString(text)
                : null;
            Assert.Equal((path, value), (path, documented));
        }
    }

    private static Dictionary<string, string?> Read(string page)
    {
        var settings = new Dictionary<string, string?>();
        string subject = string.Empty;
        foreach (Match row in Row().Matches(page))
        {
            string[] names = [.. Code().Matches(row.Groups["names"].Value).Select(static name => name.Value)];
            string[] defaults = [.. Code().Matches(row.Groups["defaults"].Value).Select(static value => value.Value)];
            if (names[0].EndsWith(':'))
            {
                subject = names[0];
                continue;
            }

            for (int i = 0; i < names.Length; i++)
            {
                settings[subject + names[i]] = i < defaults.Length ? defaults[i] : null;
            }
        }

        return settings;
    }

    private static IEnumerable<KeyValuePair<string, object?>> Walk(object options, string path) =>
        options.GetType().GetProperties(BindingFlags.Instance | BindingFlags.Public).SelectMany(property =>
            property.GetValue(options) is { } value && value.GetType().Name.EndsWith("Options", StringComparison.Ordinal)
                ? Walk(value, $"{path}{property.Name}:")
                : [new($"{path}{property.Name}", property.GetValue(options))]);

    // A second name in parentheses is an alias.
    [GeneratedRegex(@"^\| (?<names>[^|(]*`[^|(]*?) ?(\([^|]*\) )?\|(?<defaults>[^|]*)\|", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex("(?<=`)[^`, ][^`]*(?=`)")]
    private static partial Regex Code();
}
