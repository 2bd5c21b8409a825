using Microsoft.Extensions.DependencyInjection;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.IntegrationTests.Support;

namespace PostHogFeatureManagement.IntegrationTests.Issues;

/// <summary>
/// An <see cref="IPostHogContextAccessor"/> that the application registered as scoped without <c>WithPostHogContext</c> was resolved from the root provider.
/// With scope validation the application did not start. Without it, the first accessor named the caller for everyone.
/// </summary>
[Trait("Promise", "ID-04")]
public sealed class ScopedAccessorResolvedFromRootTests
{
    [Theory]
    [CombinatorialBools]
    public async Task ScopedAccessor_InRequest_IsResolvedFromRequestServices(bool scoped, bool remote, bool beforePostHog)
    {
        await using GateHost host = await GateHost.StartAsync(new GateHostSettings(FlagJson.Set(FlagJson.ForUser("only-anna", "anna")))
        {
            Scoped = scoped,
            Remote = remote,
            BeforePostHog = features => Add(features.Services, beforePostHog),
            AfterPostHog = features => Add(features.Services, !beforePostHog),
            Services = services => services.AddScoped<Visitor>(),
            UsePostHog = false,
        });

        foreach ((string id, string expected) in new[] { ("anna", "on"), ("bob", "off"), ("anna", "on") })
        {
            await host.InRequestAsync(
                async context =>
                {
                    context.RequestServices.GetRequiredService<Visitor>().Id = id;
                    Assert.Equal(expected, await FeatureInterfaces.Of(context.RequestServices).AskAsync("only-anna"));
                },
                user: "someone-else");
        }

        await using AsyncServiceScope worker = host.Services.CreateAsyncScope();
        Assert.Equal("off", await FeatureInterfaces.Of(worker.ServiceProvider).AskAsync("only-anna"));
        Assert.Equal(remote ? [LogEvents.CallerWithoutId] : [], host.Logs.Troubles.Select(static entry => entry.EventId.Id));
    }

    private static void Add(IServiceCollection services, bool now)
    {
        if (now)
        {
            services.AddScoped<IPostHogContextAccessor, Accessor>();
        }
    }

    private sealed class Visitor
    {
        public string? Id { get; set; }
    }

    private sealed class Accessor(Visitor visitor) : IPostHogContextAccessor
    {
        public ValueTask<PostHogContext> GetContextAsync(CancellationToken cancellationToken = default) => new(new PostHogContext(visitor.Id));
    }
}
