using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using PostHogFeatureManagement.Configuration;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.Identity;
using PostHogFeatureManagement.Identity.Steps;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Identity;

/// <summary>The chain of a request, with what its steps log.</summary>
internal sealed class ChainProbe : IDisposable
{
    private const string Token = "phc_test";
    private readonly ServiceProvider _services;
    private readonly ILoggerFactory _loggers;
    private readonly CallerChain _chain;

    public ChainProbe(Action<PostHogFeatureManagementOptions>? configure = null, IPostHogContextAccessor? accessor = null, AccessorTrust? accessorTrust = null, IPostHogContextEnricher? enricher = null)
    {
        var settings = new PostHogFeatureManagementOptions { ProjectToken = Token };
        configure?.Invoke(settings);
        IOptions<PostHogFeatureManagementOptions> options = Options.Create(settings);
        var services = new ServiceCollection();
        _ = accessor is null ? services : services.AddSingleton(accessor);
        _ = enricher is null ? services : services.AddSingleton(enricher);
        _services = services.BuildServiceProvider();
        _loggers = LoggerFactory.Create(logging => logging.AddProvider(Log));
        var throttle = new LogThrottle(TimeProvider.System);
        var posthog = new PostHogSwitch(settings);
        var requests = new CurrentRequests(new HttpContextAccessor(), new PinClock(Clock, options, posthog));
        var cookie = new AnonymousCookie(options, throttle, _loggers.CreateLogger<AnonymousCookie>());
        var consent = new VisitorConsent(options, throttle, _loggers.CreateLogger<VisitorConsent>());
        var tracing = new TracingHeaderStep(options);
        _chain = new CallerChain(
            new ApplicationAccessorStep(new ApplicationServices(_services), accessorTrust ?? AccessorTrust.Unverified),
            [],
            new ClaimsStep(options, throttle, _loggers.CreateLogger<ClaimsStep>()),
            tracing,
            new PostHogCookieStep(options, Clock),
            new AnonymousCookieStep(cookie, tracing, consent, requests, options),
            new NewVisitorStep(cookie, consent, requests),
            new FallbackStep(options),
            new ServiceStep(options),
            new CallerEnrichment(
                new ApplicationServices(_services),
                new ProcessProperties(options, new HostingEnvironment { EnvironmentName = "Staging" }),
                Clock,
                throttle,
                _loggers.CreateLogger<CallerEnrichment>()),
            options,
            posthog,
            throttle,
            _loggers.CreateLogger<CallerChain>());
    }

    /// <summary>The time that the steps see.</summary>
    public static DateTimeOffset Now { get; } = new ManualTimeProvider().GetUtcNow();

    public ManualTimeProvider Clock { get; } = new();

    public RecordingLogger Log { get; } = new();

    public static ClaimsPrincipal User(string id, params (string Type, string Value)[] claims) => new(Identity("Test", [("sub", id), .. claims]));

    public static ClaimsIdentity Identity(string? authenticationType, params (string Type, string Value)[] claims) =>
        new(claims.Select(static claim => new Claim(claim.Type, claim.Value)), authenticationType);

    /// <param name="user">The user that authentication found.</param>
    /// <param name="cookie">The posthog-js cookie, in JSON.</param>
    /// <param name="cookieName">The cookie's name, if it is not the usual one.</param>
    /// <param name="isCurrent">Whether the caller is the current one, and not one that a call names.</param>
    /// <param name="headers">Headers of posthog-js, and what the browser says about them.</param>
    public async Task<Caller> FindAsync(
        ClaimsPrincipal? user = null, string? cookie = null, string? cookieName = null, bool isCurrent = true, params (string Name, string Value)[] headers) =>
        await _chain.FindAsync(new CallerQuery
        {
            User = user,
            Cookies = cookie is null ? default : $"{cookieName ?? PostHogCookie.NameFor(Token)}={Uri.EscapeDataString(cookie)}",
            Tracing = TracingHeaders.Read(new HeaderDictionary(headers.ToLookup(static header => header.Name, static header => header.Value)
                .ToDictionary(static header => header.Key, static header => new StringValues([.. header])))),
            MayAskApplication = isCurrent,
        });

    public void Dispose()
    {
        _loggers.Dispose();
        _services.Dispose();
    }
}
