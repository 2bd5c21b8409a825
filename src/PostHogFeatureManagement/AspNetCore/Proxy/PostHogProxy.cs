using System.Buffers;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using PostHogFeatureManagement.Configuration;
using PostHogFeatureManagement.Diagnostics;

namespace PostHogFeatureManagement.AspNetCore.Proxy;

/// <summary>
/// Passes requests of posthog-js on to PostHog, so that pages need no other origin. Only listed headers pass, so cookies and credentials of the application do
/// not. Bodies are streamed, and limited in size and time. Thread-safe.
/// </summary>
internal sealed class PostHogProxy(
    IHttpMessageHandlerFactory handlers,
    PostHogSwitch posthog,
    IOptions<PostHogFeatureManagementOptions> options,
    [LibraryClock] TimeProvider time)
{
    public const string ClientName = "PostHogFeatureManagement.Proxy";

    private const int MaxRequestLength = 10 * 1024 * 1024;
    private const int MaxResponseLength = 32 * 1024 * 1024;
    private const string Address = "X-Forwarded-For";
    private static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(30);

    private static readonly string[] RequestHeaders =
        ["Accept", "Accept-Encoding", "Accept-Language", "If-Modified-Since", "If-None-Match", "Origin", "Referer", "User-Agent"];

    private static readonly string[] ContentHeaders = ["Content-Type", "Content-Encoding", "Content-Length"];

    private static readonly string[] ResponseHeaders =
        ["Cache-Control", "Content-Encoding", "Content-Length", "Content-Type", "ETag", "Expires", "Last-Modified", "Retry-After", "Vary"];

    private readonly string _host = PostHogProject.Of(options.Value).Host;

    public async Task InvokeAsync(HttpContext context)
    {
        if (!posthog.IsOn || Target(context) is not { } target)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        if (context.Request.ContentLength > MaxRequestLength)
        {
            context.Response.StatusCode = StatusCodes.Status413PayloadTooLarge;
            return;
        }

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = MaxRequestLength;
        }

        using var timeout = new CancellationTokenSource(MaxTime, time);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, context.RequestAborted);
        try
        {
            using HttpRequestMessage request = Translate(context, target);
            using var http = new HttpMessageInvoker(handlers.CreateHandler(ClientName), disposeHandler: false);
            using HttpResponseMessage response = await http.SendAsync(request, ended.Token).ConfigureAwait(false);
            await AnswerAsync(context.Response, response, ended.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException)
        {
            Fail(context, exception.GetBaseException() is BadHttpRequestException bad
                ? bad.StatusCode
                : timeout.IsCancellationRequested ? StatusCodes.Status504GatewayTimeout : StatusCodes.Status502BadGateway);
        }
    }

    // PostHog's cloud has another host for scripts, as posthog-js knows. Names with an underscore are no part of what browsers ask for.
    private Uri? Target(HttpContext context)
    {
        string path = context.Request.RouteValues["path"] as string ?? string.Empty;
        bool isScript = path.StartsWith("static/", StringComparison.Ordinal) || path.StartsWith("array/", StringComparison.Ordinal);
        string host = isScript ? _host.Replace(".i.posthog.com", "-assets.i.posthog.com", StringComparison.Ordinal) : _host;
        bool isOurs = path.Length > 0 && !path.StartsWith('_') && !path.Split('/').Contains("..");
        string address = $"{host}{new PathString($"/{path}").ToUriComponent()}{context.Request.QueryString}";
        return isOurs && Uri.TryCreate(address, UriKind.Absolute, out Uri? target) ? target : null;
    }

    private static HttpRequestMessage Translate(HttpContext context, Uri target)
    {
        HttpRequest source = context.Request;
        var request = new HttpRequestMessage(new HttpMethod(source.Method), target);
        foreach (string name in RequestHeaders.Where(source.Headers.ContainsKey))
        {
            request.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)source.Headers[name]);
        }

        // The application knows the client behind its own proxies, with UseForwardedHeaders().
        if (context.Connection.RemoteIpAddress is { } client)
        {
            request.Headers.TryAddWithoutValidation(Address, (client.IsIPv4MappedToIPv6 ? client.MapToIPv4() : client).ToString());
        }

        if (HttpMethods.IsPost(source.Method))
        {
            request.Content = new StreamContent(source.Body);
            foreach (string name in ContentHeaders.Where(source.Headers.ContainsKey))
            {
                request.Content.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)source.Headers[name]);
            }
        }

        return request;
    }

    private static async Task AnswerAsync(HttpResponse target, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        target.StatusCode = (int)response.StatusCode;
        target.Headers.XContentTypeOptions = "nosniff";
        foreach (string name in ResponseHeaders)
        {
            if (response.Headers.NonValidated.TryGetValues(name, out HeaderStringValues values)
                || response.Content.Headers.NonValidated.TryGetValues(name, out values))
            {
                target.Headers[name] = values.ToArray();
            }
        }

        Stream body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
        try
        {
            int length = 0;
            while (await body.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) is > 0 and int read)
            {
                length += read;
                _ = length <= MaxResponseLength ? length : throw new IOException("PostHog's answer is too long.");
                await target.Body.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static void Fail(HttpContext context, int status)
    {
        if (context.Response.HasStarted)
        {
            context.Abort();
            return;
        }

        context.Response.Clear();
        context.Response.StatusCode = status;
    }
}
