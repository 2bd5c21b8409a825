using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;
using PostHogFeatureManagement.Emulator;

namespace SampleWeb.Hosting;

/// <summary>A start that fails for a reason the user can mend says so in one line, without a stack trace.</summary>
internal static class StartFailures
{
    private static readonly string[] TellersOfTheSame = ["Microsoft.Extensions.Hosting.Internal.Host", "Microsoft.AspNetCore.Server.Kestrel"];

    private static volatile bool s_hasStarted;

    /// <summary>The host and Kestrel log a failed start with its stack trace; the message printed here is enough.</summary>
    public static void KeepQuiet(ILoggingBuilder logging)
    {
        foreach (string category in TellersOfTheSame)
        {
            logging.AddFilter(category, level => s_hasStarted && level >= LogLevel.Information);
        }
    }

    public static async Task<int> RunOrExplainAsync(this WebApplication app)
    {
        app.Lifetime.ApplicationStarted.Register(() => s_hasStarted = true);
        try
        {
            await app.RunAsync();
            return 0;
        }
        catch (Exception exception) when (!s_hasStarted && Explain(exception) is { } explanation)
        {
            await Console.Error.WriteLineAsync(explanation);
            return 1;
        }
    }

    private static string? Explain(Exception exception) => exception switch
    {
        PostHogEmulatorException { InnerException: SocketException } => $"{exception.Message} In this shop: --Emulator:Port=0.",
        PostHogEmulatorException => exception.Message,
        OptionsValidationException invalid => string.Join(Environment.NewLine, invalid.Failures),
        IOException { InnerException: AddressInUseException } => $"{exception.Message.TrimEnd('.')}. Choose another with --urls http://127.0.0.1:0.",
        InvalidOperationException { InnerException: ArgumentException or FormatException } => exception.Message,
        _ => null,
    };
}
