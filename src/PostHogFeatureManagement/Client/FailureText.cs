using Microsoft.Extensions.Options;
using PostHogFeatureManagement.Configuration;
using PostHogFeatureManagement.Configuration.Reading;

namespace PostHogFeatureManagement.Client;

/// <summary>What messages say about a failure: PostHog's host, the cause, and the setting to look at. Never a key, user information or a path.</summary>
/// <param name="options">The settings.</param>
/// <param name="section">Where the settings are written. Null: in the default section.</param>
internal sealed class FailureText(IOptions<PostHogFeatureManagementOptions> options, OptionsSection? section = null)
{
    public string Host { get; } = PostHogProject.Of(options.Value).Address;

    public string HostSetting => PathOf(nameof(PostHogFeatureManagementOptions.HostUrl));

    private string TokenSetting => PathOf(nameof(PostHogFeatureManagementOptions.ProjectToken));

    /// <summary>Where a setting is written: its full path, or the connection string that gives it.</summary>
    public string PathOf(string setting) =>
        options.Value.SettingsFromConnection.Contains(setting) ? $"ConnectionStrings:{options.Value.ConnectionName}"
        : section?.PathOf(setting) ?? $"{PostHogFeatureManagementOptions.SectionName}:{setting}";

    public static string Cause<TResponse>(WireAnswer<TResponse> answer)
        where TResponse : class => answer.Detail ?? (answer.StatusCode is { } status ? FormattableString.Invariant($"HTTP status {status}") : "no response");

    public string AdviceForEvaluation(WireFailure failure) => Advice(failure, TokenSetting, "Cache:FreshFor");

    public string AdviceForDefinitions(WireFailure failure) =>
        Advice(failure, PathOf(nameof(PostHogFeatureManagementOptions.SecretKey)), "Definitions:PollInterval");

    public string AdviceForRemoteConfig(WireFailure failure) =>
        Advice(failure, PathOf(nameof(PostHogFeatureManagementOptions.SecretKey)), "Cache:FreshFor");

    public string AdviceForEvents(WireFailure failure) => failure == WireFailure.QuotaLimited
        ? "The project has used up its quota of events. Check the billing limits in PostHog"
        : Advice(failure, TokenSetting, "Events:FlushInterval");

    private string Advice(WireFailure failure, string keySetting, string pace) => failure switch
    {
        WireFailure.Unreachable => $"Check {HostSetting} and the network in between",
        WireFailure.TimedOut => $"Check {HostSetting} and the network in between. {PathOf("Client:AttemptTimeout")} limits the wait",
        WireFailure.GatewayError or WireFailure.ServerError => $"If this lasts, check {HostSetting} and the proxies in between",
        WireFailure.RateLimited => $"The project sends too many requests. Raise {PathOf(pace)}",
        WireFailure.Unauthorized or WireFailure.Forbidden => $"PostHog refuses the key. Check {keySetting}, and that {HostSetting} is where its project is",
        WireFailure.QuotaLimited => "The project has used up its quota of flag requests. Check the billing limits in PostHog",
        WireFailure.Rejected => $"Check {TokenSetting} and {HostSetting}",
        _ => $"Check that {HostSetting} is the address of a PostHog server",
    };
}
