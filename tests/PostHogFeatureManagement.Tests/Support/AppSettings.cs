using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.FeatureManagement;

namespace PostHogFeatureManagement.Tests.Support;

/// <summary>An application's configuration, and what the library makes of it.</summary>
internal sealed class AppSettings
{
    private AppSettings(IEnumerable<KeyValuePair<string, string?>> values) =>
        Configuration = new ConfigurationBuilder().AddInMemoryCollection(values).Build();

    public IConfigurationRoot Configuration { get; }

    public RecordingLogger Logs { get; } = new();

    /// <summary>Values by their full paths.</summary>
    public static AppSettings Of(params (string Path, string? Value)[] values) =>
        new(values.Select(static value => KeyValuePair.Create(value.Path, value.Value)));

    /// <summary>Values in the section <c>PostHog</c>, with a project token.</summary>
    public static AppSettings InSection(params (string Setting, string? Value)[] values) =>
        Of([("PostHog:ProjectToken", "phc_x"), .. values.Select(static value => ($"PostHog:{value.Setting}", value.Value))]);

    public AppSettings With(string path, string? value)
    {
        Configuration[path] = value;
        return this;
    }

    public ServiceProvider Build(Action<IFeatureManagementBuilder>? add = null, string? environment = null)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(Configuration);
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(Logs));
        if (environment is not null)
        {
            services.AddSingleton<IHostEnvironment>(new HostingEnvironment { EnvironmentName = environment });
        }

        IFeatureManagementBuilder builder = services.AddFeatureManagement();
        if (add is null)
        {
            builder.AddPostHog();
        }
        else
        {
            add(builder);
        }

        return services.BuildServiceProvider();
    }

    public PostHogFeatureManagementOptions Read(Action<IFeatureManagementBuilder>? add = null, string? environment = null)
    {
        using ServiceProvider provider = Build(add, environment);
        return provider.GetRequiredService<IOptions<PostHogFeatureManagementOptions>>().Value;
    }

    /// <summary>The problems that stop the start; none when the application starts.</summary>
    public string[] Problems(Action<IFeatureManagementBuilder>? add = null, string? environment = null)
    {
        try
        {
            Read(add, environment);
            return [];
        }
        catch (OptionsValidationException exception)
        {
            return [.. exception.Failures];
        }
    }
}
