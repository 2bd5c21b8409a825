using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using PostHogFeatureManagement;
using PostHogFeatureManagement.Client;
using PostHogFeatureManagement.DependencyInjection;
using PostHogFeatureManagement.Identity;

namespace Microsoft.FeatureManagement;

/// <summary>Connects Microsoft.FeatureManagement with PostHog.</summary>
public static class PostHogFeatureManagementBuilderExtensions
{
    /// <summary>
    /// Answers feature flags from PostHog, with the settings in the configuration section <c>PostHog</c>. Flags in the application's own configuration continue
    /// to work.
    /// </summary>
    /// <remarks>
    /// <para>
    /// Call it after all other registrations for feature management. It wraps the registered <see cref="IFeatureDefinitionProvider"/> and replaces Microsoft's
    /// feature managers and snapshots. The application's own managers, snapshots and <c>ITargetingContextAccessor</c> stay in use. They can be registered before
    /// or after this call.
    /// </para>
    /// <para>
    /// Calling <c>AddPostHog</c> again registers nothing twice. If one of the calls passes a configuration section, that one is read. If two calls pass
    /// different ones, the application does not start.
    /// </para>
    /// <para>
    /// The application does not start when a setting is invalid, when a later registration replaces PostHog's definition provider, or when another feature
    /// filter is named <c>PostHog</c>.
    /// </para>
    /// </remarks>
    /// <param name="builder">The result of <c>AddFeatureManagement()</c> or <c>AddScopedFeatureManagement()</c>.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is null.</exception>
    /// <exception cref="InvalidOperationException">The registered <see cref="IFeatureDefinitionProvider"/> is not a singleton.</exception>
    public static IFeatureManagementBuilder AddPostHog(this IFeatureManagementBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddPostHogOptions(section: null);
        return builder.AddPostHogCore();
    }

    /// <summary>
    /// Answers feature flags from PostHog, with the settings in the given configuration section. Otherwise, it works like
    /// <see cref="AddPostHog(IFeatureManagementBuilder)"/>.
    /// </summary>
    /// <param name="builder">The result of <c>AddFeatureManagement()</c> or <c>AddScopedFeatureManagement()</c>.</param>
    /// <param name="section">
    /// The section that directly contains the settings, for example <c>builder.Configuration.GetSection("PostHog")</c>. It is read once. Later, only changes of
    /// <see cref="PostHogFeatureManagementOptions.Enabled"/> have an effect.
    /// </param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> or <paramref name="section"/> is null.</exception>
    /// <exception cref="InvalidOperationException">The registered <see cref="IFeatureDefinitionProvider"/> is not a singleton.</exception>
    public static IFeatureManagementBuilder AddPostHog(this IFeatureManagementBuilder builder, IConfiguration section)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(section);
        builder.Services.AddPostHogOptions(section);
        return builder.AddPostHogCore();
    }

    /// <summary>
    /// Answers feature flags from PostHog, with the settings in the configuration section <c>PostHog</c> and the changes made here. Otherwise, it works like
    /// <see cref="AddPostHog(IFeatureManagementBuilder)"/>.
    /// </summary>
    /// <param name="builder">The result of <c>AddFeatureManagement()</c> or <c>AddScopedFeatureManagement()</c>.</param>
    /// <param name="configure">
    /// Changes the settings after the configuration is read, whichever call passed its section. When <c>AddPostHog</c> is called more than once, every action runs, in the order of the calls.
    /// </param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> or <paramref name="configure"/> is null.</exception>
    /// <exception cref="InvalidOperationException">The registered <see cref="IFeatureDefinitionProvider"/> is not a singleton.</exception>
    public static IFeatureManagementBuilder AddPostHog(this IFeatureManagementBuilder builder, Action<PostHogFeatureManagementOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        builder.AddPostHog();
        builder.Services.Configure(configure);
        return builder;
    }

    /// <summary>
    /// Lets your own class find the caller for calls that do not name one.
    /// </summary>
    /// <remarks>
    /// <para>
    /// The caller that your class returns takes precedence over the signed-in user and the posthog-js cookie. These add only what is missing: the claims of the
    /// same user add properties and groups, and the cookie adds the device id and the anonymous id. When your class returns a caller without a distinct id,
    /// nothing is added.
    /// </para>
    /// <para>
    /// The library does not know how your class finds the caller. Flags in <c>PostHog:Identity:RequireAuthenticated</c> are therefore off for a caller who is not
    /// the signed-in user. The other overload says that your class verifies its callers.
    /// </para>
    /// <para>
    /// It is called once per web request, when a flag is checked for the first time. For PostHog's flags, it replaces the application's
    /// <c>ITargetingContextAccessor</c>. A caller that is pushed with <see cref="PostHogContext.BeginScope"/> takes precedence. When your class throws, the
    /// exception is logged and the caller is anonymous.
    /// </para>
    /// <para>
    /// The class can have dependencies. It is resolved from the DI scope of a scoped feature manager, or else from the request's services, or else from a new
    /// DI scope.
    /// </para>
    /// <para>When <c>WithPostHogContext</c> is called more than once, the last call counts.</para>
    /// </remarks>
    /// <typeparam name="TAccessor">The class. It is registered as a scoped service unless the application has already registered it.</typeparam>
    /// <param name="builder">The result of <c>AddPostHog()</c>.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is null.</exception>
    public static IFeatureManagementBuilder WithPostHogContext<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TAccessor>(
        this IFeatureManagementBuilder builder)
        where TAccessor : class, IPostHogContextAccessor
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddPostHogContext<TAccessor>(AccessorTrust.Unverified);
        return builder;
    }

    /// <summary>
    /// Lets your own class find the caller for calls that do not name one, and says who vouches for the callers that it returns. Otherwise, it works like
    /// <see cref="WithPostHogContext{TAccessor}(IFeatureManagementBuilder)"/>.
    /// </summary>
    /// <typeparam name="TAccessor">The class. It is registered as a scoped service unless the application has already registered it.</typeparam>
    /// <param name="builder">The result of <c>AddPostHog()</c>.</param>
    /// <param name="trust">
    /// Pass <see cref="CallerTrust.Authenticated"/> only if your class verifies the caller itself, for example with an API key. A class that reads a header or
    /// cookie that anyone can write must not.
    /// </param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="trust"/> is <see cref="CallerTrust.None"/> or not a member of the enumeration.</exception>
    public static IFeatureManagementBuilder WithPostHogContext<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TAccessor>(
        this IFeatureManagementBuilder builder, CallerTrust trust)
        where TAccessor : class, IPostHogContextAccessor
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (trust == CallerTrust.None || !Enum.IsDefined(trust))
        {
            throw new ArgumentOutOfRangeException(nameof(trust), trust, "Someone has to vouch for the callers that the class returns.");
        }

        builder.Services.AddPostHogContext<TAccessor>(new AccessorTrust(trust));
        return builder;
    }

    /// <summary>Lets your own class add person properties and groups to the callers that the library finds, for example from a database.</summary>
    /// <remarks>When <c>WithPostHogContextEnricher</c> is called more than once, the last call counts.</remarks>
    /// <typeparam name="TEnricher">The class. It is registered as a scoped service unless the application has already registered it.</typeparam>
    /// <param name="builder">The result of <c>AddPostHog()</c>.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is null.</exception>
    public static IFeatureManagementBuilder WithPostHogContextEnricher<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TEnricher>(
        this IFeatureManagementBuilder builder)
        where TEnricher : class, IPostHogContextEnricher
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddPostHogContextEnricher<TEnricher>();
        return builder;
    }

    /// <summary>
    /// Lets a function add person properties and groups to the callers that the library finds, for example the tenant of the request as a group. Otherwise, it works
    /// like <see cref="WithPostHogContextEnricher{TEnricher}(IFeatureManagementBuilder)"/>.
    /// </summary>
    /// <param name="builder">The result of <c>AddPostHog()</c>.</param>
    /// <param name="enrich">The function. It works like <see cref="IPostHogContextEnricher.EnrichAsync"/>, and gets the services of the request's DI scope.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> or <paramref name="enrich"/> is null.</exception>
    public static IFeatureManagementBuilder WithPostHogContextEnricher(
        this IFeatureManagementBuilder builder,
        Func<IServiceProvider, PostHogContext, CancellationToken, ValueTask<PostHogContext>> enrich)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(enrich);
        builder.Services.AddPostHogContextEnricher(enrich);
        return builder;
    }

    /// <summary>
    /// Changes the HTTP client for PostHog: adds a message handler, a proxy, a certificate or service discovery.
    /// </summary>
    /// <remarks>
    /// <para>
    /// The client retries and times out by itself, so do not add handlers that do. Handlers that the application adds to all its clients, with
    /// <c>ConfigureHttpClientDefaults</c>, do not apply to this client. To change the connection, change the primary handler that is there, a
    /// <see cref="SocketsHttpHandler"/>: <c>http.ConfigurePrimaryHttpMessageHandler((handler, _) => ((SocketsHttpHandler)handler).Proxy = …)</c>. A handler that
    /// replaces it should not follow redirects, because the keys would go with them.
    /// </para>
    /// <para>Every action runs, in the order of the calls.</para>
    /// </remarks>
    /// <param name="builder">The result of <c>AddPostHog()</c>.</param>
    /// <param name="configure">Changes the client.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> or <paramref name="configure"/> is null.</exception>
    /// <exception cref="InvalidOperationException"><c>AddPostHog()</c> was not called before.</exception>
    public static IFeatureManagementBuilder ConfigurePostHogHttp(this IFeatureManagementBuilder builder, Action<IHttpClientBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        if (!builder.Services.IsMarked<PostHogMarker>())
        {
            throw new InvalidOperationException("Call AddPostHog() before ConfigurePostHogHttp().");
        }

        configure(builder.Services.AddHttpClient(PostHogHttp.ClientName));
        return builder;
    }

    private static IFeatureManagementBuilder AddPostHogCore(this IFeatureManagementBuilder builder)
    {
        if (!builder.Services.TryMark<PostHogMarker>())
        {
            builder.Services.RemoveRepeatedFilters();
            return builder;
        }

        builder.Services
            .AddPostHogTelemetry()
            .AddPostHogCaching()
            .AddPostHogClient()
            .AddPostHogFleet()
            .AddPostHogDefinitions()
            .AddPostHogIdentity()
            .AddPostHogFlags()
            .AddPostHogOverrides()
            .AddPostHogEvents()
            .AddPostHogBrowser()
            .AddPostHogExplain()
            .AddPostHogApiDescriptions();
        return builder.AddPostHogFeatureManagement();
    }
}
