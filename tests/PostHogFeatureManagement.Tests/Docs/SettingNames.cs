using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using PostHogFeatureManagement.Configuration.Reading;

namespace PostHogFeatureManagement.Tests.Docs;

/// <summary>The paths of settings in documentation, with or without the leading <c>PostHog:</c>.</summary>
internal static partial class SettingNames
{
    public static bool IsUnknownSetting(string code) => Path().Match(code) is { Success: true } match && !Exists(match.Groups["path"].Value);

    public static bool Exists(string path)
    {
        IConfigurationRoot configuration = new ConfigurationBuilder().AddInMemoryCollection([new(path, string.Empty)]).Build();
        return OptionsSectionReader.Read(configuration, PostHogFeatureManagementOptions.SectionName).Problems.Count == 0;
    }

    [GeneratedRegex(@"^(PostHog:(?<path>\w+(:\w+)*)|(?<path>(Client|Definitions|Cache|Events|Identity|FeatureManagement|Explain):\w+(:\w+)*))$")]
    private static partial Regex Path();
}
