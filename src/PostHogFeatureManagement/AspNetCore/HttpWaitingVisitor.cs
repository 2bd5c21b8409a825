using Microsoft.AspNetCore.Http;
using PostHogFeatureManagement.AspNetCore.Blazor;
using PostHogFeatureManagement.Flags;

namespace PostHogFeatureManagement.AspNetCore;

/// <inheritdoc cref="IWaitingVisitor"/>
/// <remarks>With long polling, the request that opens a connection ends before the connection's calls begin.</remarks>
internal sealed class HttpWaitingVisitor(IHttpContextAccessor httpContextAccessor) : IWaitingVisitor
{
    private readonly AsyncLocal<bool> _isConnection = new();

    public bool IsPresent => httpContextAccessor.HttpContext is not null || _isConnection.Value || CircuitConnection.Request is not null;

    /// <summary>Marks the flow of a long-lived connection, from here on down.</summary>
    public void EnterConnection() => _isConnection.Value = true;
}
