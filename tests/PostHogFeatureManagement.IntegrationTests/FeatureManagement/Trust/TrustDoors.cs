using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.FeatureManagement;
using Microsoft.FeatureManagement.FeatureFilters;
using PostHogFeatureManagement.IntegrationTests.AspNetCore.Site;
using PostHogFeatureManagement.IntegrationTests.FeatureManagement.Differential;
using PostHogFeatureManagement.IntegrationTests.Support;

namespace PostHogFeatureManagement.IntegrationTests.FeatureManagement.Trust;

/// <summary>Asks every door that a way reaches.</summary>
internal sealed class TrustDoors(GateHost host, DifferentialSite site, TrustWay way)
{
    /// <summary>The states of a flag, door by door.</summary>
    public async Task<IReadOnlyList<Reply>> StatesAsync(string flag)
    {
        var replies = new List<Reply>();
        await RunAsync(async (services, context) => replies.AddRange(await StatesAsync(services, context, flag)));
        if (way is { Context: null, IsPushed: false, IsOutsideRequests: false })
        {
            replies.AddRange(await site.StatesAsync(host, new Question(flag, new Caller(way.User, null))));
        }

        return replies;
    }

    /// <summary>The variants of a flag, door by door. The service of the variant is one of them.</summary>
    public async Task<IReadOnlyList<Reply>> VariantsAsync(string flag)
    {
        var replies = new List<Reply>();
        await RunAsync(async (services, context) =>
        {
            var doors = new ServiceDoors(services);
            replies.AddRange(context switch
            {
                null => await doors.VariantsAsync(flag),
                ITargetingContext targeting => await doors.VariantsAsync(flag, targeting),
                _ => [],
            });
            if (context is null)
            {
                replies.Add(await Reply.AskAsync("variant service", ManagerRole.VariantManager, () => ServiceAsync(services)));
            }
        });
        return replies;
    }

    /// <summary>What <see cref="IPostHogFlags"/> says of flags, one by one and among all. Empty when the call passes an object that it does not take.</summary>
    public async Task<IReadOnlyList<(FlagResult One, FlagResult? OfAll)>> FlagsAsync(IEnumerable<string> flags)
    {
        var results = new List<(FlagResult One, FlagResult? OfAll)>();
        await RunAsync(async (services, context) =>
        {
            if (context is null or PostHogContext)
            {
                foreach (string flag in flags)
                {
                    results.Add(await new ServiceDoors(services).FlagAsync(flag, context as PostHogContext));
                }
            }
        });
        return results;
    }

    private static async Task<IReadOnlyList<Reply>> StatesAsync(IServiceProvider services, object? context, string flag)
    {
        var doors = new ServiceDoors(services);
        return context is null
            ? [.. await doors.StatesAsync(flag), await Reply.AskAsync("<PostHogFeature>", ManagerRole.Snapshot, () => ComponentAsync(services, flag))]
            : context switch
            {
                PostHogContext posthog => await doors.StatesAsync(flag, posthog),
                PostHogTargetingContext targeting => await doors.StatesAsync(flag, targeting),
                TargetingContext targeting => await doors.StatesAsync(flag, targeting),
                _ => await doors.StatesAsync(flag, context),
            };
    }

    private static async Task<string> ComponentAsync(IServiceProvider services, string flag)
    {
        await using var renderer = new InteractiveRenderer(services, interactive: false);
        string content = await renderer.RenderAsync<PostHogFeature>(new()
        {
            [nameof(PostHogFeature.Name)] = flag,
            [nameof(PostHogFeature.ChildContent)] = (RenderFragment)(static builder => builder.AddContent(0, "shown")),
        });
        return Reply.Say(content == "shown");
    }

    private static async Task<string> ServiceAsync(IServiceProvider services) =>
        await services.GetRequiredService<IVariantServiceProvider<TrustHosts.IPlan>>().GetServiceAsync(CancellationToken.None) is null
            ? Reply.NoVariant
            : TrustHosts.Variant;

    private async Task RunAsync(Func<IServiceProvider, object?, Task> work)
    {
        if (way.IsOutsideRequests)
        {
            await using AsyncServiceScope scope = host.Services.CreateAsyncScope();
            await RunAsync(scope.ServiceProvider, null, work);
            return;
        }

        await host.InRequestAsync(http => RunAsync(http.RequestServices, way.Context?.Invoke(http), work), way.User);
    }

    private async Task RunAsync(IServiceProvider services, object? context, Func<IServiceProvider, object?, Task> work)
    {
        using IDisposable? pushed = way.IsPushed ? PostHogContext.BeginScope(new PostHogContext("anna")) : null;
        await work(services, context);
    }
}
