using System.Net;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using PostHogFeatureManagement.Client;

namespace PostHogFeatureManagement.IntegrationTests.Support;

/// <summary>Answers in PostHog's place with bodies that PostHog would not send.</summary>
internal sealed class CannedAnswers : DelegatingHandler
{
    private volatile string? _body;
    private volatile string _path = string.Empty;

    public static void Add(IServiceCollection services, CannedAnswers answers) =>
        services.AddHttpClient(PostHogHttp.ClientName).AddHttpMessageHandler(() => answers);

    /// <summary>Sets the body of all following answers, or of those of one endpoint.</summary>
    public void Answer(string body, string path = "")
    {
        _path = path;
        _body = body;
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        _body is { } body && (_path.Length == 0 || request.RequestUri!.AbsolutePath.TrimEnd('/') == _path)
            ? Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(body, Encoding.UTF8, "application/json") })
            : base.SendAsync(request, cancellationToken);
}
