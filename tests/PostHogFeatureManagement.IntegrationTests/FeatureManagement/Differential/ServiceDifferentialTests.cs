using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.FeatureManagement;
using Microsoft.FeatureManagement.FeatureFilters;

namespace PostHogFeatureManagement.IntegrationTests.FeatureManagement.Differential;

/// <summary>Random applications are asked the same question through every service, and the answers agree.</summary>
[Trait("Promise", "FM-06")]
[Trait("Promise", "FM-07")]
[Trait("Promise", "FM-17")]
[Trait("Promise", "FM-23")]
[Trait("Promise", "FM-24")]
[Trait("Promise", "FM-25")]
public sealed class ServiceDifferentialTests
{
    private const int Applications = 36;
    private const int QuestionsEach = 6;

    // Seeds that found a difference.
    private static readonly int[] Found = [198, 226, 261, 351];

    public static IEnumerable<TheoryDataRow<int>> Seeds => Enumerable.Range(0, Applications).Concat(Found).Select(static seed => new TheoryDataRow<int>(seed));

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Services_SameQuestion_Agree(int seed)
    {
        RandomApplication application = RandomApplication.Create(seed);
        await using RandomHost host = await RandomHost.StartAsync(application, features => VariantChoice.Add(features, application.VariantFlag));

        for (int i = 0; i < QuestionsEach; i++)
        {
            Question question = application.Ask();
            host.OwnAnswer = application.Random.Next(2) == 0;
            bool flagsFirst = application.Random.Next(2) == 0;
            await host.Host.InRequestAsync(context => CompareAsync(host, question, context, flagsFirst), question.Caller.Id, question.Caller.Claims);
        }

        Question last = new(application.VariantFlag, application.Ask().Caller);
        await host.Host.InRequestAsync(context => CompareVariantServiceAsync(host, last, context.RequestServices), last.Caller.Id, last.Caller.Claims);
    }

    private static async Task CompareAsync(RandomHost host, Question question, HttpContext http, bool flagsFirst)
    {
        var comparison = new Comparison(host, question);
        var doors = new ServiceDoors(http.RequestServices);
        (string name, Caller caller) = question;
        (FlagResult One, FlagResult? OfAll) flag = flagsFirst ? await doors.FlagAsync(name) : default;
        IReadOnlyList<Reply> states = await doors.StatesAsync(name);
        IReadOnlyList<Reply> variants = await doors.VariantsAsync(name);
        flag = flagsFirst ? flag : await doors.FlagAsync(name);
        string? state = comparison.States("ambient", states, flag.One);
        string? variant = comparison.Variants("ambient", variants, flag.One);
        comparison.AmongAll("ambient", flag.One, flag.OfAll);
        string? expected = Expectation.State(host.Application, question);
        comparison.Check(expected is null || expected == state, $"the rules say {expected}", states);

        await CompareExplicitAsync(comparison, doors, name, new PostHogTargetingContext(caller.ToContext()), caller.ToContext(), (given, isVariant) =>
        {
            // A configured flag only sees the ambient caller if the application names it to Microsoft.
            bool isSameCaller = (host.Application.HasTargeting && caller.Id is not null) || flag.One.Source != FlagSource.Configuration;
            string? ambient = isVariant ? variant : state;
            comparison.Check(!isSameCaller || given == ambient, $"explicitly {given}, but ambiently {ambient}", states);
        });
        await CompareExplicitAsync(comparison, doors, name, new TargetingContext { UserId = caller.Id }, new PostHogContext(caller.Id));

        if (caller.Id is not null)
        {
            // Microsoft's own filters do not take a principal, so they decide a configured flag for the ambient caller.
            (FlagResult one, _) = await doors.FlagAsync(name, caller.ToContext());
            comparison.States("ClaimsPrincipal", await doors.StatesAsync(name, caller.ToPrincipal()), one.Source == FlagSource.Configuration ? null : one);
        }
    }

    private static async Task CompareExplicitAsync<TContext>(
        Comparison comparison, ServiceDoors doors, string name, TContext context, PostHogContext postHog, Action<string?, bool>? compare = null)
        where TContext : ITargetingContext
    {
        string kind = typeof(TContext).Name;
        (FlagResult one, FlagResult? ofAll) = await doors.FlagAsync(name, postHog);
        string? state = comparison.States(kind, await doors.StatesAsync(name, context), one);
        string? variant = comparison.Variants(kind, await doors.VariantsAsync(name, context), one);
        comparison.AmongAll(kind, one, ofAll);
        compare?.Invoke(state, false);
        compare?.Invoke(variant, true);
    }

    private static async Task CompareVariantServiceAsync(RandomHost host, Question question, IServiceProvider services)
    {
        var comparison = new Comparison(host, question);
        IVariantFeatureManager features = services.GetRequiredService<IVariantFeatureManager>();
        Reply expected = await Reply.AskAsync("IVariantFeatureManager", ManagerRole.VariantManager, async () =>
            (await features.GetVariantAsync(question.Name))?.Name ?? (await features.IsEnabledAsync(question.Name) ? nameof(VariantChoice.WhenOn) : nameof(VariantChoice.WhenOff)));

        Reply chosen = await Reply.AskAsync("variant service", ManagerRole.VariantManager, async () =>
            (await services.GetRequiredService<IVariantServiceProvider<VariantChoice>>().GetServiceAsync(CancellationToken.None)).Name);

        comparison.Check(chosen.Text == expected.Text, "the variant service disagrees", [expected, chosen]);
    }
}
