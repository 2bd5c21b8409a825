namespace PostHogFeatureManagement.Tests.Support;

/// <summary>The checkout from which the tests were built.</summary>
internal static class Repository
{
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    public static string Source => Path.Combine(Root, "src");

    public static IEnumerable<string> SourceFiles(string folder) =>
        Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories);

    private static string Find(string folder)
    {
        for (DirectoryInfo? candidate = new(folder); candidate is not null; candidate = candidate.Parent)
        {
            if (File.Exists(Path.Combine(candidate.FullName, "PostHogFeatureManagement.sln")))
            {
                return candidate.FullName;
            }
        }

        throw new InvalidOperationException($"No PostHogFeatureManagement.sln above {folder}.");
    }
}
