using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;

namespace PostHogFeatureManagement.Testing.Hosting;

/// <summary>Makes a client for a host that no factory built.</summary>
internal static class ServerClient
{
    public static HttpClient Create(IServiceProvider services, WebApplicationFactoryClientOptions? options)
    {
        IServer? server = services.GetService<IServer>();
        if (server is TestServer test)
        {
            return test.CreateClient();
        }

        string address = server?.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault()
            ?? throw new InvalidOperationException("The host has no web server that has started, so there is nothing to call.");
        var handler = new SocketsHttpHandler { AllowAutoRedirect = options?.AllowAutoRedirect ?? true };
        return new HttpClient(handler) { BaseAddress = new Uri(address) };
    }
}
