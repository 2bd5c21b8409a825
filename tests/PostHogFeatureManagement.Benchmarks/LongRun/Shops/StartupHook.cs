using System.Globalization;
using System.Net;
using System.Net.Sockets;

/// <summary>
/// .NET loads this class into each instance of the shop before its Main (DOTNET_STARTUP_HOOKS), and demands its name. It tells the driver about the process
/// when the driver asks, and writes what nobody has caught to the standard error, where nothing else is written.
/// </summary>
#pragma warning disable CA1050, IDE0130 // The name without a namespace is .NET's.
internal static class StartupHook
#pragma warning restore CA1050, IDE0130
{
    /// <summary>The environment variable with the port on which the driver listens.</summary>
    public const string Port = "LONGRUN_PORT";

    public static void Initialize()
    {
        TaskScheduler.UnobservedTaskException += static (_, lost) => Report(lost.Exception);
        var driver = new TcpClient();
        driver.Connect(IPAddress.Loopback, int.Parse(Environment.GetEnvironmentVariable(Port)!, CultureInfo.InvariantCulture));
        new Thread(() => Answer(driver)) { IsBackground = true }.Start();
    }

    // StackExchange.Redis sends PING by itself when a connection breaks, and does not always look at what becomes of it.
    private static void Report(AggregateException lost)
    {
        if (!lost.Flatten().InnerExceptions.All(IsPing))
        {
            Console.Error.WriteLine($"Unobserved: {lost}");
        }
    }

    private static bool IsPing(Exception one) =>
        one.GetType().Namespace == "StackExchange.Redis" && one.Message.Contains("command=PING", StringComparison.Ordinal);

    private static void Answer(TcpClient driver)
    {
        using var questions = new StreamReader(driver.GetStream());
        using var answers = new StreamWriter(driver.GetStream()) { AutoFlush = true };
        while (questions.ReadLine() is not null)
        {
            answers.WriteLine(PostHogFeatureManagement.Benchmarks.LongRun.Shops.ShopFigures.Measure().ToString());
        }
    }
}
