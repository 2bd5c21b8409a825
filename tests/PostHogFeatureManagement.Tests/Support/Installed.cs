namespace PostHogFeatureManagement.Tests.Support;

/// <summary>Programs that tests need but a machine may not have. Without the program, a test is skipped; in a CI build, it fails.</summary>
internal static class Installed
{
    public static string Require(string program)
    {
        string? file = Find(program);
        string reason = $"{program} is not installed.";
        Assert.False(file is null && Environment.GetEnvironmentVariable("CI") == "true", reason);
        Assert.SkipWhen(file is null, reason);
        return file!;
    }

    private static string? Find(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator).Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);
}
