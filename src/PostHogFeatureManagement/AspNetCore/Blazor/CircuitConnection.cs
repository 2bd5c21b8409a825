using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.SignalR;
using PostHogFeatureManagement.FeatureManagement;

namespace PostHogFeatureManagement.AspNetCore.Blazor;

/// <summary>
/// Gives a circuit the request that opened its connection. <see cref="IHttpContextAccessor"/> knows it only while that request runs, and with long polling the
/// request ends before the circuit starts.
/// </summary>
internal sealed class CircuitConnection : IHubFilter
{
    private static readonly AsyncLocal<HttpContext?> CurrentRequest = new();

    /// <summary>The request of the connection that carries the current call to a circuit. Null outside such calls.</summary>
    public static HttpContext? Request => CurrentRequest.Value;

    public ValueTask<object?> InvokeMethodAsync(HubInvocationContext invocationContext, Func<HubInvocationContext, ValueTask<object?>> next) =>
        MicrosoftInternals.IsCircuitHub(invocationContext.Hub.GetType()) ? InvokeCircuitAsync(invocationContext, next) : next(invocationContext);

    private static async ValueTask<object?> InvokeCircuitAsync(HubInvocationContext invocationContext, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        CurrentRequest.Value = invocationContext.Context.GetHttpContext();
        return await next(invocationContext).ConfigureAwait(false);
    }
}
