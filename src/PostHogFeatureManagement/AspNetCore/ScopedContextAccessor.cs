using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace PostHogFeatureManagement.AspNetCore;

/// <summary>Allows an application's accessor to be scoped. It is resolved from the request's services or, outside requests, from a new DI scope.</summary>
internal sealed class ScopedContextAccessor<TAccessor>(IHttpContextAccessor httpContextAccessor, IServiceScopeFactory scopes)
    : IPostHogContextAccessor, IScopedContextAccessor
    where TAccessor : class, IPostHogContextAccessor
{
    public ValueTask<PostHogContext> GetContextAsync(CancellationToken cancellationToken = default) =>
        httpContextAccessor.HttpContext is { } httpContext
            ? httpContext.RequestServices.GetRequiredService<TAccessor>().GetContextAsync(cancellationToken)
            : GetOutsideRequestAsync(cancellationToken);

    public ValueTask<PostHogContext> GetContextAsync(IServiceProvider scope, CancellationToken cancellationToken) =>
        scope.GetRequiredService<TAccessor>().GetContextAsync(cancellationToken);

    private async ValueTask<PostHogContext> GetOutsideRequestAsync(CancellationToken cancellationToken)
    {
        AsyncServiceScope scope = scopes.CreateAsyncScope();
        await using (scope.ConfigureAwait(false))
        {
            return await scope.ServiceProvider.GetRequiredService<TAccessor>().GetContextAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}
