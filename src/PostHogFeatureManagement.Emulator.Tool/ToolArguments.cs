using System.Globalization;

namespace PostHogFeatureManagement.Emulator.Tool;

/// <summary>What the command line asks for.</summary>
/// <param name="File">The definitions file. Null for none.</param>
/// <param name="Port">The port to listen on.</param>
/// <param name="IsExport">Whether to print the definitions in PostHog's form, and not to listen.</param>
internal sealed record ToolArguments(string? File, int Port, bool IsExport)
{
    public const int DefaultPort = 5081;

    public const string Usage = """
        posthog-emulator [flags.json] [--port 5081]   a local PostHog; its page is on the same port
        posthog-emulator export flags.json            prints the flags in the format of PostHog's /flags/definitions
        """;

    /// <summary>The arguments. Null if they cannot be understood.</summary>
    public static ToolArguments? Read(string[] args)
    {
        bool isExport = args is ["export", ..];
        string? file = null;
        int port = DefaultPort;
        for (int i = isExport ? 1 : 0; i < args.Length; i++)
        {
            if (args[i] == "--port" && !isExport)
            {
                i++;
                if (i == args.Length || !int.TryParse(args[i], NumberStyles.None, CultureInfo.InvariantCulture, out port) || port > ushort.MaxValue)
                {
                    return null;
                }
            }
            else if (args[i].StartsWith('-') || file is not null)
            {
                return null;
            }
            else
            {
                file = args[i];
            }
        }

        return isExport && file is null ? null : new ToolArguments(file, port, isExport);
    }
}
