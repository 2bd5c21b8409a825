using PostHogFeatureManagement.IntegrationTests.Support;

namespace PostHogFeatureManagement.IntegrationTests.FeatureManagement.Differential;

/// <summary>Random applications are asked the same question through every gate and tag, and the answers agree with those of the services.</summary>
[Trait("Promise", "FM-06")]
[Trait("Promise", "FM-07")]
[Trait("Promise", "FM-17")]
[Trait("Promise", "FM-23")]
[Trait("Promise", "FM-24")]
[Trait("Promise", "FM-25")]
public sealed class GateDifferentialTests
{
    private const int Applications = 18;
    private const int QuestionsEach = 5;
    private const int FirstSeed = 1000;

    // Seeds that found a difference.
    private static readonly int[] Found = [1062, 1079];

    public static IEnumerable<TheoryDataRow<int>> Seeds => Enumerable.Range(FirstSeed, Applications).Concat(Found).Select(static seed => new TheoryDataRow<int>(seed));

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Gates_SameQuestion_AgreeWithServices(int seed)
    {
        RandomApplication application = RandomApplication.Create(seed);
        Question[] questions = [.. Enumerable.Range(0, QuestionsEach).Select(_ => application.Ask())];
        var site = new DifferentialSite([.. questions.Select(static question => question.Name)], application.UsePostHog);
        await using RandomHost host = await RandomHost.StartAsync(application, static features => features.Services.AddGatedMvc(), site.Map);

        foreach (Question question in questions)
        {
            host.OwnAnswer = application.Random.Next(2) == 0;
            await CompareAsync(host, site, question);
        }
    }

    private static async Task CompareAsync(RandomHost host, DifferentialSite site, Question question)
    {
        var comparison = new Comparison(host, question);
        List<Reply> states = [];
        List<Reply> variants = [];
        FlagResult flag = default;
        await host.Host.InRequestAsync(
            async context =>
            {
                var doors = new ServiceDoors(context.RequestServices);
                states.AddRange(await doors.StatesAsync(question.Name));
                variants.AddRange((await doors.VariantsAsync(question.Name)).Select(reply => reply with { Text = NameOf(reply) }));
                flag = (await doors.FlagAsync(question.Name)).One;
            },
            question.Caller.Id,
            question.Caller.Claims);

        states.AddRange(await site.StatesAsync(host.Host, question));
        variants.Add(await DifferentialSite.TagVariantAsync(host.Host, question));

        string? state = comparison.States("gates", states, flag);
        string? expected = Expectation.State(host.Application, question);
        comparison.Check(expected is null || expected == state, $"the rules say {expected}", states);
        comparison.VariantNames("tags", variants);
    }

    private static string NameOf(Reply variant) => variant.IsException || variant.Text == Reply.NoVariant ? variant.Text : variant.Text.Split(' ')[0];
}
