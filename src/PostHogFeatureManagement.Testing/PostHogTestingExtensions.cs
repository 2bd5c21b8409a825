using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Microsoft.FeatureManagement;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.Emulator;
using PostHogFeatureManagement.Flags;
using PostHogFeatureManagement.Testing.Hosting;

namespace PostHogFeatureManagement.Testing;

/// <summary>Prepares a host for tests, and starts tests.</summary>
public static class PostHogTestingExtensions
{
    /// <summary>
    /// Prepares a host for tests, once: for all the tests that share it. The application uses an emulated PostHog of its own and sends no exposures. It stays as it is
    /// for requests that belong to no test.
    /// </summary>
    /// <param name="builder">The host, for example in <c>ConfigureWebHost</c> of a <see cref="WebApplicationFactory{TEntryPoint}"/>.</param>
    /// <param name="configure">Changes the settings.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="InvalidOperationException">When the host is built: its environment is Production.</exception>
    public static IWebHostBuilder UsePostHogTesting(this IWebHostBuilder builder, Action<PostHogTestingOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.ConfigureServices((context, services) =>
        {
            if (context.HostingEnvironment.IsProduction())
            {
                throw new InvalidOperationException("UsePostHogTesting() is for tests and does not run in the environment Production.");
            }

            services.AddPostHogTesting(configure ?? (static _ => { }));
        });
    }

    /// <summary>Starts a test with flags of its own. A hundred may run at the same time on one host.</summary>
    /// <typeparam name="TEntryPoint">A type of the application.</typeparam>
    /// <param name="factory">The host, prepared with <see cref="UsePostHogTesting"/>.</param>
    /// <returns>The test, to be disposed when it ends.</returns>
    /// <exception cref="InvalidOperationException">The host was not prepared, or has no <c>AddPostHog()</c>.</exception>
    public static PostHogTest StartPostHogTest<TEntryPoint>(this WebApplicationFactory<TEntryPoint> factory)
        where TEntryPoint : class
    {
        ArgumentNullException.ThrowIfNull(factory);
        return Start(ServicesOf(factory), options => factory.CreateClient(options ?? factory.ClientOptions));
    }

    /// <summary>Starts a test with flags of its own, in a worker or any other host. Otherwise, it works like <see cref="StartPostHogTest{TEntryPoint}"/>.</summary>
    /// <param name="services">The services of the host, prepared with <see cref="UsePostHogTesting"/> or <see cref="AddPostHogTesting"/>.</param>
    /// <returns>The test, to be disposed when it ends.</returns>
    /// <exception cref="InvalidOperationException">The host was not prepared, or has no <c>AddPostHog()</c>.</exception>
    public static PostHogTest StartPostHogTest(this IServiceProvider services)
    {
        ArgumentNullException.ThrowIfNull(services);
        return Start(services, options => ServerClient.Create(services, options));
    }

    /// <summary>Prepares a host without a web server for tests. Otherwise, it works like <see cref="UsePostHogTesting"/>, but does not know the environment.</summary>
    /// <param name="services">The services of the host.</param>
    /// <param name="configure">Changes the settings.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection AddPostHogTesting(this IServiceCollection services, Action<PostHogTestingOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        services.Configure(configure);
        if (services.Any(static service => service.ServiceType == typeof(RunningTests)))
        {
            return services;
        }

        services.AddSingleton<RunningTests>();
        services.AddEmulator(configure: null);
        services.PostConfigure<PostHogEmulatorOptions>(static options => options.Port = 0);
        services.AddSingleton<IPostConfigureOptions<PostHogFeatureManagementOptions>, ClientSetup>();
        services.AddSingleton<IFlagObserver, TestObserver>();
        services.AddKeyedSingleton(
            LibraryClockAttribute.ServiceKey,
            static (provider, _) => provider.GetRequiredService<IOptions<PostHogTestingOptions>>().Value.Time ?? TimeProvider.System);

        // Before all other filters, so that the whole pipeline sees the test's flags.
        services.Insert(0, ServiceDescriptor.Singleton<IStartupFilter, TestStartupFilter>());
        return services;
    }

    // When several tests start at once, the factory would build a host for each of them.
    private static IServiceProvider ServicesOf<TEntryPoint>(WebApplicationFactory<TEntryPoint> factory)
        where TEntryPoint : class
    {
        lock (factory)
        {
            return factory.Services;
        }
    }

    private static PostHogTest Start(IServiceProvider services, Func<WebApplicationFactoryClientOptions?, HttpClient> createClient)
    {
        if (services.GetService<RunningTests>() is null || services.GetService<IPostHogFlags>() is null)
        {
            throw new InvalidOperationException("Call UsePostHogTesting() on the host's builder, and AddPostHog() in the application.");
        }

        return new PostHogTest(services, createClient);
    }
}
