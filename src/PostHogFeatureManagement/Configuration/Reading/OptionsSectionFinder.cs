using Microsoft.Extensions.Configuration;

namespace PostHogFeatureManagement.Configuration.Reading;

/// <summary>Finds the section with the settings: the one that the application passed to <c>AddPostHog</c>, or else <c>PostHog</c>.</summary>
internal static class OptionsSectionFinder
{
    /// <param name="passed">The sections that the application passed, in the order of the calls.</param>
    /// <param name="configuration">The application's configuration, if it has one.</param>
    public static OptionsSection Read(IReadOnlyList<IConfiguration> passed, IConfiguration? configuration)
    {
        IConfiguration? section = passed.Count > 0 ? passed[0] : configuration?.GetSection(PostHogFeatureManagementOptions.SectionName);
        string path = passed.Count > 0 ? PathOf(passed[0]) : PostHogFeatureManagementOptions.SectionName;
        if (section is null)
        {
            return new OptionsSection(path);
        }

        if (IsWholeConfiguration(section))
        {
            return Unusable(path, "AddPostHog() was given the whole configuration. Pass the section: AddPostHog(builder.Configuration.GetSection(\"PostHog\")).");
        }

        if (passed.FirstOrDefault(other => other != section && (path.Length == 0 || PathOf(other) != path)) is { } second)
        {
            return Unusable(path, $"AddPostHog() was given two sections, {Name(path)} and {Name(PathOf(second))}. Pass one of them.");
        }

        if (section is IConfigurationSection { Value.Length: > 0 })
        {
            return Unusable(path, $"{path} is a value, not a section. Write the settings inside it, for example {path}:ProjectToken.");
        }

        OptionsSection read = OptionsSectionReader.Read(section, path);
        return section.GetChildren().Any() ? read : read with { Emptiness = Describe(path, configuration) };
    }

    // Keys that are at the root of a configuration of their own are settings, but the application's configuration has sections for everything else beside them.
    private static bool IsWholeConfiguration(IConfiguration section)
    {
        if (section is IConfigurationSection)
        {
            return false;
        }

        string[] keys = [.. section.GetChildren().Select(static child => child.Key)];
        return keys.Count(OptionNames.IsSetting) * 2 < keys.Length;
    }

    private static string Describe(string path, IConfiguration? configuration)
    {
        if (path.Length == 0)
        {
            return "The configuration passed to AddPostHog() is empty.";
        }

        int split = path.LastIndexOf(':');
        IConfiguration? parent = split < 0 ? configuration : configuration?.GetSection(path[..split]);
        IEnumerable<string> siblings = parent?.GetChildren().Where(static child => child.GetChildren().Any()).Select(static child => child.Key) ?? [];
        string advice = OptionNames.Nearest(path[(split + 1)..], siblings) is { } nearest ? $" Did you mean {path[..(split + 1)]}{nearest}?" : string.Empty;
        return $"The configuration section {path} is empty or missing.{advice}";
    }

    private static string Name(string path) => path.Length == 0 ? "the root of a configuration" : path;

    private static OptionsSection Unusable(string path, string problem) => new(path) { Problems = [problem], IsUnusable = true };

    private static string PathOf(IConfiguration configuration) => configuration is IConfigurationSection section ? section.Path : string.Empty;
}
