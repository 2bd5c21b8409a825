namespace PostHogFeatureManagement.Tests.Support;

/// <summary>Programs that tests need but a machine may not have. Without the program, a test is skipped; in a CI build, it fails.</summary>
internal static class Installed
{
    public static string Require(string program)
    {
        string? file = Find(program);
        RequireThat(file is not null, $"{program} is not installed.");
        return file!;
    }

    public static void RequireThat(bool isThere, string reason)
    {
        Assert.False(!isThere && Environment.GetEnvironmentVariable("CI") == "true", reason);
        Assert.SkipUnless(isThere, reason);
    }

    private static string? Find(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator).Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);
}
