using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using PostHogFeatureManagement.Diagnostics;

namespace PostHogFeatureManagement.Identity.Steps;

/// <summary>This library's own cookie for visitors, with an ID that only this application can write. Never throws.</summary>
internal sealed class AnonymousCookie(
    IOptions<PostHogFeatureManagementOptions> options,
    LogThrottle throttle,
    ILogger<AnonymousCookie> logger,
    IDataProtectionProvider? protection = null,
    IHostEnvironment? environment = null)
{
    /// <summary>Browsers send a cookie with this prefix only over https, and only to the host that wrote it.</summary>
    public const string SecureName = "__Host-" + PlainName;

    /// <summary>In Development, over http.</summary>
    public const string PlainName = "posthog-visitor";

    /// <summary>What Data Protection signs the cookie for. With another purpose, all cookies in browsers would be lost.</summary>
    public const string Purpose = "PostHogFeatureManagement.AnonymousCookie";

    private const int MaxLength = 1024;
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(400);

    private readonly IDataProtector? _protector = options.Value.Identity.AnonymousCookie ? protection?.CreateProtector(Purpose) : null;
    private readonly bool _isDevelopment = environment?.IsDevelopment() ?? false;

    public bool IsOn => _protector is not null;

    /// <summary>The cookie's value, which anyone can write. Null when there is none.</summary>
    public string? Find(StringValues headers) =>
        CookieHeader.First(headers, SecureName) ?? (_isDevelopment ? CookieHeader.First(headers, PlainName) : null);

    /// <summary>The visitor's ID. Null when this application did not write the cookie.</summary>
    public string? Read(string value)
    {
        if (_protector is null || value.Length > MaxLength)
        {
            return null;
        }

        try
        {
            return _protector.Unprotect(value);
        }
        catch (CryptographicException)
        {
            // Anyone can send a cookie. It may also be older than the key ring.
            return null;
        }
        catch (Exception exception)
        {
            Report(exception);
            return null;
        }
    }

    /// <summary>False when the response cannot have the cookie.</summary>
    public bool TryWrite(HttpContext httpContext, string id)
    {
        bool isSecure = httpContext.Request.IsHttps;
        if (_protector is null || httpContext.Response.HasStarted || !(isSecure || _isDevelopment))
        {
            return false;
        }

        try
        {
            httpContext.Response.Cookies.Append(isSecure ? SecureName : PlainName, _protector.Protect(id), new CookieOptions
            {
                HttpOnly = true,
                Secure = isSecure,
                SameSite = SameSiteMode.Lax,
                MaxAge = Lifetime,
                IsEssential = true,
            });
            NoStore.Apply(httpContext);
            return true;
        }
        catch (Exception exception)
        {
            Report(exception);
            return false;
        }
    }

    private void Report(Exception exception)
    {
        if (throttle.IsDue(LogEvents.VisitorUnrecognized, string.Empty))
        {
            logger.VisitorUnrecognized(exception);
        }
    }
}
