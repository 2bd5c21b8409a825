using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PostHogFeatureManagement.Configuration;
using PostHogFeatureManagement.Configuration.Rules;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.Identity;
using PostHogFeatureManagement.Identity.Steps;

namespace PostHogFeatureManagement.AspNetCore.Bootstrap;

/// <summary>
/// Makes what the bootstrap tag puts into a page: an island of JSON, posthog-js, and the script that starts it with the island. In this order, scripts that
/// follow read flags before the first paint.
/// </summary>
internal sealed class BootstrapPage(
    BrowserFlags flags,
    PageIdentities identities,
    CurrentRequests requests,
    AmbientCaller ambient,
    PostHogSwitch posthog,
    IOptions<PostHogFeatureManagementOptions> options,
    LogThrottle throttle,
    ILogger<BootstrapPage> logger)
{
    private readonly PostHogProject _project = PostHogProject.Of(options.Value);
    private readonly PostHogBrowserOptions _settings = options.Value.Browser;

    /// <summary>The markup. Empty while PostHog is switched off.</summary>
    /// <param name="httpContext">The request.</param>
    /// <param name="keys">The flags to pass on, separated by spaces or commas. Null or empty: those of the settings.</param>
    /// <param name="nonce">The nonce for the scripts. Null when the page needs none.</param>
    public async ValueTask<string> RenderAsync(HttpContext httpContext, string? keys, string? nonce)
    {
        if (!posthog.IsOn)
        {
            return string.Empty;
        }

        Caller caller = await ambient.GetAsync(requests.Find(), ManagerServices.None, httpContext.RequestAborted).ConfigureAwait(false);
        PageIdentity identity = identities.Of(httpContext, caller);
        IEnumerable<string> listed = string.IsNullOrEmpty(keys) ? _settings.Flags : BrowserFlags.Split(keys);
        BrowserAnswers answers = await flags.GetAsync(listed, caller, withConfiguration: false, httpContext.RequestAborted).ConfigureAwait(false);
        if (identity.HasId && httpContext.Response.HasStarted)
        {
            identity = new PageIdentity();
        }
        else if (identity.HasId)
        {
            NoStore.Apply(httpContext);
        }

        return Markup(httpContext, Island(httpContext.Request.PathBase, identity, answers), nonce);
    }

    private string Markup(HttpContext httpContext, string island, string? nonce)
    {
        var markup = new StringBuilder($"""<script type="application/json" id="posthog-bootstrap">{island}</script>""");
        if (BootstrapScript.AddressFor(httpContext) is not { } loader)
        {
            if (throttle.IsDue(LogEvents.BootstrapNotMapped, string.Empty, LogThrottle.Forever))
            {
                logger.BootstrapNotMapped();
            }

            return markup.ToString();
        }

        string attribute = string.IsNullOrEmpty(nonce) ? string.Empty : $" nonce=\"{HtmlEncoder.Default.Encode(nonce)}\"";
        if (_settings.LoadScript)
        {
            Add(ScriptUrl(httpContext.Request.PathBase));
        }

        Add(loader);
        return markup.ToString();

        void Add(string address) =>
            markup.Append("\n<script src=\"").Append(HtmlEncoder.Default.Encode(address)).Append('"').Append(attribute).Append("></script>");
    }

    // The default encoder escapes everything that means something to HTML, and so do the names and values of flags.
    private string Island(PathString pathBase, PageIdentity identity, BrowserAnswers answers)
    {
        var json = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(json))
        {
            writer.WriteStartObject();
            writer.WriteString("token", _project.Token);
            writer.WriteString("apiHost", ApiHost(pathBase));
            if (!string.IsNullOrEmpty(_settings.ApiHost) && _project.Host.Contains(".i.posthog.com", StringComparison.Ordinal))
            {
                writer.WriteString("uiHost", _project.Host.Replace(".i.posthog.com", ".posthog.com", StringComparison.Ordinal));
            }

            WriteBootstrap(writer, identity, answers);
            WriteIdentity(writer, identity);
            if (_settings.ReloadFlags || answers.IsIncomplete)
            {
                writer.WriteBoolean("reload", true);
            }

            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(json.WrittenSpan);
    }

    // With a part of the flags, posthog-js would not ask for the others.
    private static void WriteBootstrap(Utf8JsonWriter writer, PageIdentity identity, BrowserAnswers answers)
    {
        writer.WriteStartObject("bootstrap");
        if (identity.DistinctId is { } distinctId)
        {
            writer.WriteString("distinctID", distinctId);
            writer.WriteBoolean("isIdentifiedID", identity.IsIdentified);
        }

        if (answers is { HasFailed: false, Flags.Count: > 0 } && !identity.IsAboutToChange)
        {
            BrowserFlagsWriter.Write(writer, answers);
        }

        writer.WriteEndObject();
    }

    private static void WriteIdentity(Utf8JsonWriter writer, PageIdentity identity)
    {
        if (identity.DeviceId is { } deviceId)
        {
            writer.WriteString("deviceId", deviceId);
        }

        if (identity.SaysWhoIsSignedIn)
        {
            writer.WriteString("user", identity.User);
        }

        if (identity.Groups.Count > 0)
        {
            writer.WriteStartObject("groups");
            foreach ((string type, PostHogGroup group) in identity.Groups)
            {
                writer.WriteString(type, group.Key);
            }

            writer.WriteEndObject();
        }

        if (identity.IsRefused)
        {
            writer.WriteBoolean("isRefused", true);
        }
    }

    private string ApiHost(PathString pathBase) =>
        string.IsNullOrEmpty(_settings.ApiHost) ? _project.Host : InApplication(_settings.ApiHost, pathBase).TrimEnd('/');

    // As posthog-js finds its own parts: PostHog's cloud has another host for them.
    private string ScriptUrl(PathString pathBase) => string.IsNullOrEmpty(_settings.ScriptUrl)
        ? $"{ApiHost(pathBase).Replace(".i.posthog.com", "-assets.i.posthog.com", StringComparison.Ordinal)}/static/array.js"
        : InApplication(_settings.ScriptUrl, pathBase);

    private static string InApplication(string address, PathString pathBase) => BrowserRules.IsPath(address) ? pathBase + address : address;
}
