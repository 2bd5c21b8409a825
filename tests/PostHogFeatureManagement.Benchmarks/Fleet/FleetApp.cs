using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Microsoft.FeatureManagement;
using PostHogFeatureManagement.Configuration;
using PostHogFeatureManagement.Fleet;

namespace PostHogFeatureManagement.Benchmarks.Fleet;

/// <summary>
/// One instance of the fleet, in a process of its own. It looks at a flag a hundred times a second and prints each change with the time, in ticks of the
/// machine's monotonic clock, which all processes share. It ends with its standard input.
/// </summary>
internal static class FleetApp
{
    public const string Command = "serve-fleet";
    public const string Caller = "fleet";
    public const string InstanceHeader = "X-Fleet-Instance";
    public const string InstanceSetting = "Instance";
    public const string RedisSetting = "Redis";
    public const string CacheSetting = "PlainCache";
    public const string ClockSetting = "ClockOffset";
    public const string FormatSetting = "DefinitionsFormat";

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(10);

    public static async Task<int> ServeAsync(string[] settings)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddCommandLine(settings);
        IConfiguration configuration = builder.Configuration;
        if (configuration[ClockSetting] is { } offset)
        {
            builder.Services.AddKeyedSingleton<TimeProvider>("PostHog", new ShiftedClock(TimeSpan.Parse(offset, CultureInfo.InvariantCulture)));
        }

        AddPostHog(builder.Services, configuration);
        using IHost host = builder.Build();
        await host.StartAsync();
        Write($"started {Stopwatch.GetTimestamp()}");
        using var ended = new CancellationTokenSource();
        Task watching = WatchAsync(host.Services.GetRequiredService<IPostHogFlags>(), ended.Token);
        await ObeyAsync(host.Services);
        await ended.CancelAsync();
        await watching;
        await host.StopAsync();
        return 0;
    }

    private static void AddPostHog(IServiceCollection services, IConfiguration configuration)
    {
        if (configuration.GetValue<int?>(FormatSetting) is { } format)
        {
            services.AddSingleton(provider =>
            {
                PostHogFeatureManagementOptions options = provider.GetRequiredService<IOptions<PostHogFeatureManagementOptions>>().Value;
                return new FleetScope(PostHogProject.Of(options), options.Cache, format);
            });
        }

        IFeatureManagementBuilder features = services.AddFeatureManagement();
        if (configuration[RedisSetting] is { } redis && configuration.GetValue<bool>(CacheSetting))
        {
            services.AddStackExchangeRedisCache(options => options.Configuration = redis);
        }

        features.AddPostHog();
        features.ConfigurePostHogHttp(client => client.ConfigureHttpClient(http => http.DefaultRequestHeaders.Add(InstanceHeader, configuration[InstanceSetting])));
        if (configuration[RedisSetting] is { } own && !configuration.GetValue<bool>(CacheSetting))
        {
            features.AddPostHogRedis(own);
        }
    }

    private static async Task WatchAsync(IPostHogFlags flags, CancellationToken cancellationToken)
    {
        string last = string.Empty;
        var caller = new PostHogContext(Caller);
        while (!cancellationToken.IsCancellationRequested)
        {
            FlagResult version = await flags.GetFlagAsync(FleetDefinitions.VersionFlag, caller, cancellationToken: CancellationToken.None);
            string now = version.Payload is { } payload ? payload.GetInt32().ToString(CultureInfo.InvariantCulture) : "none";
            if (now != last)
            {
                last = now;
                Write($"version {now} {Stopwatch.GetTimestamp()}");
            }

            await Task.Delay(Look, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async Task ObeyAsync(IServiceProvider services)
    {
        while (await Console.In.ReadLineAsync() is { } line)
        {
            if (line == FleetMember.RefreshCommand)
            {
                await services.GetRequiredService<IPostHogDefinitions>().RefreshAsync();
            }
        }
    }

    private static void Write(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
