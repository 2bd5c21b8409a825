using Microsoft.AspNetCore.Http;
using PostHogFeatureManagement.Emulator.Definitions;

namespace PostHogFeatureManagement.Emulator.Protocol;

/// <summary><c>GET /flags/definitions</c> and its older alias (protocol §3).</summary>
internal sealed class DefinitionsEndpoint(EmulatorState state)
{
    public async Task HandleAsync(HttpContext context)
    {
        string method = context.Request.Method;
        if (HttpMethods.IsHead(method))
        {
            return;
        }

        if (!HttpMethods.IsGet(method))
        {
            await Answers.MethodNotAllowedAsync(context, "GET, OPTIONS, HEAD").ConfigureAwait(false);
        }
        else if (await Credentials.CheckSecretAsync(context).ConfigureAwait(false))
        {
            await (FaultSwitch.Of(context).QuotaExceeded
                ? Answers.ErrorAsync(
                    context, StatusCodes.Status402PaymentRequired, "quota_limited", "payment_required", "The project's feature flag quota is used up.")
                : SendAsync(context, state.Definitions.Current)).ConfigureAwait(false);
        }
    }

    private static Task SendAsync(HttpContext context, DefinitionsSnapshot definitions)
    {
        context.Response.Headers.ETag = definitions.ETag;
        context.Response.Headers.CacheControl = "private, must-revalidate";
        if (Holds(context.Request.Headers.IfNoneMatch, definitions.ETag))
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        return Answers.BytesAsync(context, definitions.Utf8);
    }

    /// <summary>Accepts weak, strong and unquoted ETags (protocol §3.2).</summary>
    private static bool Holds(IEnumerable<string?> headers, string etag)
    {
        string wanted = Bare(etag);
        return headers
            .SelectMany(header => (header ?? string.Empty).Split(',', StringSplitOptions.TrimEntries))
            .Any(tag => tag == "*" || Bare(tag) == wanted);
    }

    private static string Bare(string tag) => (tag.StartsWith("W/", StringComparison.Ordinal) ? tag[2..] : tag).Trim('"');
}
