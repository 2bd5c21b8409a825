using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using PostHogFeatureManagement.IntegrationTests.Support;

namespace PostHogFeatureManagement.IntegrationTests.AspNetCore.Overrides;

/// <summary>An application that takes override tokens.</summary>
internal static class OverrideHost
{
    public const string Key = "0123456789abcdef0123456789abcdef";
    public const string Applied = "PostHog-Overrides";
    public const string Rejected = "PostHog-Overrides-Rejected";

    public static readonly string Definitions = FlagJson.Set(FlagJson.Off("beta"), FlagJson.On("old"), FlagJson.Variant("headline", "plain"), FlagJson.On("secret"));

    public static Task<GateHost> StartAsync(
        string environment = "Staging",
        Action<WebApplication>? pipeline = null,
        Action<IServiceCollection>? services = null,
        bool scoped = false,
        string allowed = "*",
        params (string Key, string Value)[] settings) =>
        GateHost.StartAsync(new GateHostSettings(Definitions)
        {
            Environment = environment,
            Scoped = scoped,
            Configuration =
            [
                new("PostHog:Overrides:SigningKeys:k1", Key),
                new("PostHog:Overrides:AllowedFlags:0", allowed),
                new("FeatureManagement:only-configured", "false"),
                .. settings.Select(static setting => new KeyValuePair<string, string?>($"PostHog:{setting.Key}", setting.Value)),
            ],
            Pipeline = pipeline,
            Services = services,
        });

    /// <summary>Makes a token for flags such as <c>beta=true headline=bold</c>.</summary>
    public static string Token(this GateHost host, string flags, string? distinctId = null) => host.Services.GetRequiredService<IPostHogOverrideTokens>().Create(
        flags.Split(' ').Select(static flag => KeyValuePair.Create(flag.Split('=')[0], flag.Split('=')[1])), distinctId);

    /// <summary>Sends a request with a token in the header.</summary>
    public static async Task<HttpResponseMessage> SendWithTokenAsync(this GateHost host, string path, string? token, string? user = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (token is not null)
        {
            request.Headers.TryAddWithoutValidation("X-PostHog-Overrides", token);
        }

        if (user is not null)
        {
            request.Headers.Add(TestUser.Header, user);
        }

        return await host.Client.SendAsync(request);
    }

    public static int Count(this GateHost host, int logEvent) => host.Logs.Entries.Count(entry => entry.EventId.Id == logEvent);

    public static string? Header(this HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out IEnumerable<string>? values) ? string.Join(", ", values) : null;
}
