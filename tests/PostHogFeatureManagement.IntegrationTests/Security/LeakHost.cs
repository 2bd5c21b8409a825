using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.FeatureManagement;
using PostHogFeatureManagement.IntegrationTests.Support;

namespace PostHogFeatureManagement.IntegrationTests.Security;

/// <summary>An application that uses every feature of the library, for callers about whom everything is secret.</summary>
internal static class LeakHost
{
    public const string CheckPath = "/check";
    public const string TracedOrigin = "http://shop.example";

    private const string Definitions = $$$$"""
        {"flags":[
          {"id":1,"key":"beta","active":true,"filters":{"groups":[{"properties":[],"rollout_percentage":100}]}},
          {"id":2,"key":"vip","active":true,"filters":{"groups":[{"properties":[{"key":"plan","type":"person","operator":"exact","value":"scale"}]}],"payloads":{}}},
          {"id":3,"key":"headline","active":true,"filters":{"groups":[{"properties":[],"rollout_percentage":100}],
            "multivariate":{"variants":[{"key":"bold","rollout_percentage":50},{"key":"plain","rollout_percentage":50}]},"payloads":{"bold":"{\"size\":2}"}}},
          {"id":4,"key":"sticky","active":true,"ensure_experience_continuity":true,"filters":{"groups":[{"properties":[],"rollout_percentage":100}]}},
          {"id":5,"key":"pattern","active":true,"filters":{"groups":[{"properties":[{"key":"plan","type":"person","operator":"regex","value":"("}]}]}},
          {"id":6,"key":"company","active":true,"filters":{"aggregation_group_type_index":0,"groups":[
            {"properties":[{"key":"owner","type":"group","group_type_index":0,"operator":"icontains","value":"@nobody.example"}]},
            {"properties":[],"rollout_percentage":50}]}},
          {"id":7,"key":"mail","active":true,"filters":{"groups":[
            {"properties":[{"key":"email","type":"person","operator":"exact","value":"{{{{Secrets.ConditionValue}}}}"}]},
            {"properties":[{"key":"phone","type":"person","operator":"gt","value":5},{"key":"email","type":"person","operator":"regex","value":"^boss"}]}]}}
        ],"group_type_mapping":{"0":"company"}}
        """;

    /// <param name="remote">Whether PostHog decides.</param>
    /// <param name="redis">The Redis to use.</param>
    /// <param name="lastGoodFile">The file for the last good definitions.</param>
    /// <param name="showValues">Whether the operator may see ids and values on the explain page.</param>
    public static Task<GateHost> StartAsync(bool remote, string redis, string lastGoodFile, bool showValues = false) => GateHost.StartAsync(new GateHostSettings(Definitions)
    {
        Environment = Environments.Development,
        Listens = true,
        Remote = remote,
        Configuration =
        [
            new("PostHog:Definitions:RefreshSecret", Secrets.RefreshSecret),
            new("PostHog:Definitions:LastGoodFile", lastGoodFile),
            new("PostHog:Definitions:PollInterval", "00:00:00.2"),
            new("PostHog:Cache:KeySecret", Secrets.KeySecret),
            new("PostHog:Cache:FreshFor", "00:00:00.05"),
            new("PostHog:Client:AttemptTimeout", "00:00:00.3"),
            new("PostHog:Client:TotalTimeout", "00:00:00.6"),
            new("PostHog:Client:SlowCallThreshold", "00:00:00.5"),
            new("PostHog:Events:FlushInterval", "00:00:00.2"),
            new("PostHog:Explain:ShowValues", showValues.ToString()),
            new("PostHog:Identity:PersonPropertyClaims:0", "plan"),
            new("PostHog:Identity:PersonPropertyClaims:1", "email"),
            new("PostHog:Identity:GroupClaims:company", "company"),
            new("PostHog:Identity:ReadTracingHeaders", "true"),
            new("PostHog:Identity:TrustedTracingOrigins:0", TracedOrigin),
            new("FeatureManagement:configured", "true"),
        ],
        Services = static services => services.AddLogging(static logging => logging.SetMinimumLevel(LogLevel.Trace)),
        AfterPostHog = features => features.AddPostHogRedis(redis).WithPostHogContextEnricher(Enrich),
        Pipeline = static app =>
        {
            app.UseTestUser();
            app.UsePostHog();
            app.MapPostHog();
            app.MapGet(CheckPath, (Delegate)CheckAsync);
        },
    });

    private static ValueTask<PostHogContext> Enrich(IServiceProvider services, PostHogContext caller, CancellationToken cancellationToken) => new(new PostHogContext(caller.DistinctId)
    {
        DeviceId = caller.DeviceId,
        Groups = caller.Groups,
        PersonProperties = new Dictionary<string, object?>(caller.PersonProperties)
        {
            ["crm"] = Secrets.EnrichedValue,
            ["mails"] = new[] { Secrets.ListedValue },
            ["phone"] = Secrets.Phone,
            ["odd"] = new Version(1, 2),
        },
    });

    /// <summary>Asks for flags in every way, for the request's caller and for one that the application names.</summary>
    private static async Task<string> CheckAsync(HttpContext context)
    {
        IServiceProvider services = context.RequestServices;
        IVariantFeatureManager features = services.GetRequiredService<IVariantFeatureManager>();
        IPostHogFlags flags = services.GetRequiredService<IPostHogFlags>();
        var named = new PostHogContext($"named-{Secrets.UserId}-{new string('x', 300)}")
        {
            PersonProperties = new Dictionary<string, object?> { ["plan"] = Secrets.Plan, ["email"] = Secrets.Email, ["self"] = services },
            Groups = new Dictionary<string, PostHogGroup>
            {
                ["company"] = new(Secrets.GroupKey, new Dictionary<string, object?> { ["owner"] = Secrets.GroupOwner, ["self"] = services }),
            },
        };
        string explanations = string.Empty;
        foreach (string flag in (string[])["beta", "vip", "headline", "sticky", "pattern", "company", "mail", "configured", $"name-{Secrets.WrongSecret}"[..5]])
        {
            await features.IsEnabledAsync(flag);
            await features.GetVariantAsync(flag);
            await features.IsEnabledAsync(flag, new PostHogTargetingContext(named));
            await flags.GetFlagAsync(flag, named);
            explanations += (await services.GetRequiredService<IPostHogDiagnostics>().ExplainAsync(flag)).ToJson();
            explanations += (await services.GetRequiredService<IPostHogDiagnostics>().ExplainAsync(flag, named)).ToJson();
        }

        await flags.GetAllFlagsAsync();
        await services.GetRequiredService<IPostHogRemoteConfig>().GetAsync("settings");
        services.GetRequiredService<IPostHogEvents>().Capture("purchase", new Dictionary<string, object?> { ["what"] = Secrets.EventValue, ["odd"] = services });
        return explanations;
    }
}
