using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PostHogFeatureManagement.Configuration;
using PostHogFeatureManagement.Configuration.Reading;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.Flags;
using PostHogFeatureManagement.Flags.Overrides;
using PostHogFeatureManagement.Identity;

namespace PostHogFeatureManagement.AspNetCore.Overrides;

/// <summary>Decides whether a token counts for a request: who signed it, for which application, environment and caller, until when, and for which flags. Thread-safe.</summary>
internal sealed class OverrideCheck
{
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(1);

    private readonly OverrideKeys _keys;
    private readonly CurrentRequests _requests;
    private readonly AmbientCaller _ambient;
    private readonly TrustRule _trust;
    private readonly IServiceScopeFactory _scopes;
    private readonly OptionsSection _section;
    private readonly TimeProvider _time;
    private readonly ILogger<OverrideCheck> _logger;
    private readonly IHostEnvironment? _environment;
    private readonly PostHogOverridesOptions _options;
    private readonly FlagPatterns? _allowed;
    private readonly FlagPatterns _denied;

    public OverrideCheck(
        OverrideKeys keys,
        CurrentRequests requests,
        AmbientCaller ambient,
        TrustRule trust,
        IServiceScopeFactory scopes,
        OptionsSection section,
        [LibraryClock] TimeProvider time,
        IOptions<PostHogFeatureManagementOptions> options,
        ILogger<OverrideCheck> logger,
        IHostEnvironment? environment = null)
    {
        _keys = keys;
        _requests = requests;
        _ambient = ambient;
        _trust = trust;
        _scopes = scopes;
        _section = section;
        _time = time;
        _logger = logger;
        _environment = environment;
        _options = options.Value.Overrides;
        _allowed = _options.AllowedFlags.Count == 0 ? null : new FlagPatterns(_options.AllowedFlags);
        _denied = new FlagPatterns(_options.DeniedFlags);
    }

    /// <summary>Whether tokens count anywhere. If not, requests are not searched for them.</summary>
    public bool IsOn => _keys.NewestId is not null && _environment is not null;

    public async Task<AppliedOverrides> CheckAsync(HttpContext httpContext, string token)
    {
        OverrideOutcome read = OverrideToken.Read(token, _keys, out OverrideClaims? claims);
        if (claims is null)
        {
            return new AppliedOverrides(read);
        }

        OverrideOutcome whole = CheckClaims(claims);
        if (whole == OverrideOutcome.Applied)
        {
            whole = await CheckCallerAsync(httpContext, claims).ConfigureAwait(false);
        }

        return whole == OverrideOutcome.Applied ? await CheckFlagsAsync(claims, httpContext.RequestAborted).ConfigureAwait(false) : new AppliedOverrides(whole, claims);
    }

    /// <summary>Whether the user of the request may use tokens in this environment at all.</summary>
    public async Task<bool> IsAllowedAsync(HttpContext httpContext) =>
        IsInScope || (_options.AuthorizationPolicy is { Length: > 0 } policy && await PassesAsync(httpContext, policy).ConfigureAwait(false));

    private OverrideOutcome CheckClaims(OverrideClaims claims)
    {
        DateTimeOffset now = _time.GetUtcNow();
        if (!claims.Audiences.Contains(_environment!.ApplicationName, StringComparer.Ordinal))
        {
            return OverrideOutcome.Audience;
        }

        if (claims.Environment != _environment.EnvironmentName || !(IsInScope || _options.AuthorizationPolicy is { Length: > 0 }))
        {
            return OverrideOutcome.Environment;
        }

        bool isValid = now < claims.ExpiresAt
            && now + ClockSkew >= claims.IssuedAt
            && now + ClockSkew >= (claims.NotBefore ?? claims.IssuedAt)
            && claims.ExpiresAt - claims.IssuedAt <= _options.MaxAge;
        return isValid ? OverrideOutcome.Applied : OverrideOutcome.Expired;
    }

    private bool IsInScope => _options.Environments.Count == 0
        ? _environment!.IsDevelopment() || _environment!.IsStaging()
        : _options.Environments.Contains(_environment!.EnvironmentName, StringComparer.OrdinalIgnoreCase);

    private async Task<OverrideOutcome> CheckCallerAsync(HttpContext httpContext, OverrideClaims claims)
    {
        if (!await IsAllowedAsync(httpContext).ConfigureAwait(false))
        {
            return OverrideOutcome.Policy;
        }

        if (claims.Subject is null)
        {
            return IsInScope ? OverrideOutcome.Applied : OverrideOutcome.Subject;
        }

        Caller caller = await FindCallerAsync(httpContext.RequestAborted).ConfigureAwait(false);
        bool isSubject = string.Equals(caller.Context.DistinctId, claims.Subject, StringComparison.Ordinal) && (IsInScope || caller.Trust >= CallerTrust.Authenticated);
        return isSubject ? OverrideOutcome.Applied : OverrideOutcome.Subject;
    }

    // In a DI scope of its own: a flag that the policy checks is answered without the override, and no snapshot of the request may remember that.
    private async Task<bool> PassesAsync(HttpContext httpContext, string policy)
    {
        if (httpContext.User.Identity?.IsAuthenticated != true)
        {
            return false;
        }

        try
        {
            AsyncServiceScope scope = _scopes.CreateAsyncScope();
            await using ConfiguredAsyncDisposable end = scope.ConfigureAwait(false);
            IAuthorizationService authorization = scope.ServiceProvider.GetRequiredService<IAuthorizationService>();
            AuthorizationResult result = await authorization.AuthorizeAsync(httpContext.User, httpContext, policy).ConfigureAwait(false);
            return result.Succeeded;
        }
        catch (Exception exception) when (!httpContext.RequestAborted.IsCancellationRequested)
        {
            // There is no such policy, or it failed. A visitor gets the page without overrides, and not an error.
            _logger.OverridesPolicyBroke(_section.PathOf("Overrides:AuthorizationPolicy"), exception);
            return false;
        }
    }

    private async Task<AppliedOverrides> CheckFlagsAsync(OverrideClaims claims, CancellationToken cancellationToken)
    {
        KeyValuePair<string, FlagResult>[] allowed = [.. claims.Flags.Where(flag => (_allowed is null || _allowed.Contains(flag.Key)) && !_denied.Contains(flag.Key))];
        if (allowed.Any(flag => _trust.IsListed(flag.Key)))
        {
            // The decision would keep them off in any case. This is so that the response does not say that they are on.
            Caller caller = await FindCallerAsync(cancellationToken).ConfigureAwait(false);
            allowed = [.. allowed.Where(flag => !_trust.Refuses(flag.Key, caller.Trust))];
        }

        if (allowed.Length == 0)
        {
            return new AppliedOverrides(OverrideOutcome.Policy, claims);
        }

        OverrideOutcome outcome = allowed.Length == claims.Flags.Count ? OverrideOutcome.Applied : OverrideOutcome.PartlyApplied;
        return new AppliedOverrides(outcome, claims, new OverrideSet(allowed, claims.Subject));
    }

    private ValueTask<Caller> FindCallerAsync(CancellationToken cancellationToken) => _ambient.GetAsync(_requests.Find(), ManagerServices.None, cancellationToken);
}
