using PostHogFeatureManagement.IntegrationTests.FeatureManagement.Differential;
using PostHogFeatureManagement.IntegrationTests.Support;

namespace PostHogFeatureManagement.IntegrationTests.Issues;

/// <summary>
/// Gates, tags and conditional middleware asked PostHog in the place of an application's own manager or snapshot, or asked an own manager that Microsoft would
/// not have asked. Each of Microsoft's entry points must ask the interface that it asks in Microsoft's sources, wherever the application registers its own.
/// </summary>
[Trait("Promise", "FM-07")]
[Trait("Promise", "FM-23")]
public sealed class OwnManagerNotAskedTests
{
    private const string OwnFlag = "t1";
    private const string ConfiguredFlag = "c1";
    private const string PostHogFlag = "p1";

    private static readonly Caller Anna = new("anna", null);

    public static IEnumerable<TheoryDataRow<string, string>> Places =>
        from role in new[] { ManagerRole.Manager, ManagerRole.VariantManager, ManagerRole.Snapshot, ManagerRole.VariantSnapshot }
        from moment in Enum.GetValues<OwnMoment>()
        select new TheoryDataRow<string, string>(role.ToString(), moment.ToString());

    [Theory]
    [MemberData(nameof(Places))]
    public async Task Door_OwnImplementation_AsksWhomMicrosoftWouldAsk(string role, string moment)
    {
        var place = new OwnPlace(Enum.Parse<ManagerRole>(role), Enum.Parse<OwnMoment>(moment));
        foreach ((bool scoped, bool remote) in new[] { (false, false), (true, true) })
        {
            var own = new OwnFeatures(static name => name == OwnFlag);
            var site = new DifferentialSite([OwnFlag, ConfiguredFlag, PostHogFlag], usePostHog: true);
            await using GateHost host = await StartAsync(place, own, scoped, remote, site);

            foreach ((string flag, bool inOwn, bool inChain) in new[] { (OwnFlag, true, false), (ConfiguredFlag, false, true), (PostHogFlag, false, true) })
            {
                List<Reply> replies = [.. await site.StatesAsync(host, new Question(flag, Anna))];
                await host.InRequestAsync(async context => replies.AddRange(await new ServiceDoors(context.RequestServices).StatesAsync(flag)));

                Assert.All(replies, reply => Assert.Equal((reply, Reply.Say(place.Decides(reply.Role) ? inOwn : inChain)), (reply, reply.Text)));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Places))]
    public async Task Variant_OwnImplementation_AsksWhomMicrosoftWouldAsk(string role, string moment)
    {
        var place = new OwnPlace(Enum.Parse<ManagerRole>(role), Enum.Parse<OwnMoment>(moment));
        foreach ((bool scoped, bool remote) in new[] { (true, false), (false, true) })
        {
            var own = new OwnFeatures(static _ => true);
            var site = new DifferentialSite([PostHogFlag], usePostHog: true);
            await using GateHost host = await StartAsync(place, own, scoped, remote, site);

            List<Reply> replies = [await DifferentialSite.TagVariantAsync(host, new Question(PostHogFlag, Anna))];
            await host.InRequestAsync(async context => replies.AddRange(await new ServiceDoors(context.RequestServices).VariantsAsync(PostHogFlag)));

            Assert.All(replies, reply => Assert.Equal((reply, place.Decides(reply.Role) ? OwnFeatures.VariantName : "bold"), (reply, reply.Text.Split(' ')[0])));
        }
    }

    private static Task<GateHost> StartAsync(OwnPlace place, OwnFeatures own, bool scoped, bool remote, DifferentialSite site) =>
        GateHost.StartAsync(new GateHostSettings(FlagJson.Set(FlagJson.Variant(PostHogFlag, "bold")))
        {
            Scoped = scoped,
            Remote = remote,
            Configuration = [new($"FeatureManagement:{ConfiguredFlag}", "true")],
            BeforePostHog = features => place.Register(features, own, scoped, OwnMoment.First, OwnMoment.BeforePostHog),
            AfterPostHog = features => place.Register(features, own, scoped, OwnMoment.AfterPostHog),
            Services = services => services.AddGatedMvc(),
            Pipeline = site.Map,
        });
}
