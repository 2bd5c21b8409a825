namespace SampleWeb.Hosting;

/// <summary>What the shop is started for: to serve customers, or for one of its commands.</summary>
internal static class ShopCommand
{
    /// <summary>Takes the command out of the arguments. What is left are settings.</summary>
    /// <remarks>On Linux, the path of a file would be taken for the name of a setting.</remarks>
    public static Func<WebApplication, Task<int>> Take(ref string[] args)
    {
        switch (args)
        {
            case ["export", "--typed", string file, .. string[] settings]:
                args = settings;
                return app => app.ExportAsync(file, isTyped: true);
            case ["export", string file, .. string[] settings]:
                args = settings;
                return app => app.ExportAsync(file, isTyped: false);
            case ["override", .. string[] rest]:
                string[] flags = [.. rest.TakeWhile(static argument => !argument.StartsWith("--", StringComparison.Ordinal))];
                args = rest[flags.Length..];
                return app => app.PrintOverrideAsync(flags);
            default:
                return static app => app.RunOrExplainAsync();
        }
    }
}
