using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.FeatureManagement;

namespace PostHogFeatureManagement.Emulator.Tool;

/// <summary>The command <c>posthog-emulator</c>.</summary>
internal static class EmulatorTool
{
    private const int Success = 0;
    private const int Failure = 1;
    private const int Misuse = 2;

    /// <summary>Runs until Ctrl+C, a signal or the token ends it.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter errors, CancellationToken cancellationToken)
    {
        if (args is ["--help"] or ["-h"])
        {
            await output.WriteLineAsync(ToolArguments.Usage).ConfigureAwait(false);
            return Success;
        }

        if (ToolArguments.Read(args) is not { } arguments)
        {
            await errors.WriteLineAsync(ToolArguments.Usage).ConfigureAwait(false);
            return Misuse;
        }

        try
        {
            using IHost host = Build(arguments);
            PostHogEmulator emulator = host.Services.GetRequiredService<PostHogEmulator>();
            await (arguments.IsExport ? output.WriteLineAsync(emulator.ExportDefinitions()) : ServeAsync(host, emulator, output, cancellationToken))
                .ConfigureAwait(false);
            return Success;
        }
        catch (PostHogEmulatorException exception)
        {
            await errors.WriteLineAsync(exception.Message).ConfigureAwait(false);
            return Failure;
        }
    }

    private static IHost Build(ToolArguments arguments)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings
        {
            EnvironmentName = Environments.Development,
            ContentRootPath = Directory.GetCurrentDirectory(),
        });
        if (!arguments.IsExport)
        {
            builder.Logging.AddSimpleConsole(static options => options.SingleLine = true);
            builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
        }

        builder.Services.AddFeatureManagement().AddPostHogEmulator(options =>
        {
            options.DefinitionsFile = arguments.File;
            options.Port = arguments.IsExport ? 0 : arguments.Port;
        });
        return builder.Build();
    }

    private static async Task ServeAsync(IHost host, PostHogEmulator emulator, TextWriter output, CancellationToken cancellationToken)
    {
        await host.StartAsync(cancellationToken).ConfigureAwait(false);
        await output.WriteLineAsync(
            $"""
            PostHog's address   {emulator.BaseAddress}
            project token       {PostHogEmulator.ProjectToken}
            secret key          {PostHogEmulator.SecretKey}
            """).ConfigureAwait(false);
        await host.WaitForShutdownAsync(cancellationToken).ConfigureAwait(false);
    }
}
