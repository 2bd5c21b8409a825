using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;
using PostHogFeatureManagement.Emulator;

namespace SampleWeb.Hosting;

/// <summary>Explains a failed start in one line, without a stack trace, if the user can fix the cause.</summary>
internal static class StartFailures
{
    private static readonly string[] LogCategories = ["Microsoft.Extensions.Hosting.Internal.Host", "Microsoft.AspNetCore.Server.Kestrel"];

    private static volatile bool s_hasStarted;

    /// <summary>Stops the host and Kestrel from logging a failed start with its stack trace. The explanation is enough.</summary>
    public static void KeepQuiet(ILoggingBuilder logging)
    {
        foreach (string category in LogCategories)
        {
            logging.AddFilter(category, level => s_hasStarted && level >= LogLevel.Information);
        }
    }

    public static Task<int> RunOrExplainAsync(this WebApplication app) => app.RunOrExplainAsync(async () =>
    {
        await app.RunAsync();
        return 0;
    });

    public static async Task<int> RunOrExplainAsync(this WebApplication app, Func<Task<int>> run)
    {
        app.Lifetime.ApplicationStarted.Register(() => s_hasStarted = true);
        try
        {
            return await run();
        }
        catch (Exception exception) when (!s_hasStarted && Explain(exception) is { } explanation)
        {
            await Console.Error.WriteLineAsync(explanation);
            return 1;
        }
    }

    private static string? Explain(Exception exception) => exception switch
    {
        PostHogEmulatorException { InnerException: SocketException } => $"{exception.Message} In this sample, use --Emulator:Port=0.",
        PostHogEmulatorException => exception.Message,
        OptionsValidationException invalid => string.Join(Environment.NewLine, invalid.Failures),
        IOException { InnerException: AddressInUseException } => $"{exception.Message.TrimEnd('.')}. To choose another one, use --urls http://127.0.0.1:0.",
        InvalidOperationException { InnerException: ArgumentException or FormatException } => exception.Message,
        _ => null,
    };
}
