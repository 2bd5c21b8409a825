using Aspire.Hosting.ApplicationModel;
using PostHogFeatureManagement.Emulator;

namespace PostHogFeatureManagement.Aspire.Hosting;

/// <summary>
/// A local PostHog that runs inside the app host. Resources that reference it get a connection string with its address, its project token and its secret key,
/// which <c>AddPostHog()</c> reads.
/// </summary>
/// <param name="name">The resource's name, which is also the name of the connection string.</param>
public sealed class PostHogEmulatorResource(string name) : Resource(name), IResourceWithConnectionString
{
    private readonly EmulatorConnection _connection = new(name);

    /// <summary>The connection string. It has a value as soon as the emulator listens.</summary>
    public ReferenceExpression ConnectionStringExpression => ReferenceExpression.Create($"{_connection}");

    internal void Connect(PostHogEmulator emulator, PostHogEmulatorOptions options)
    {
        string secret = options.LocalEvaluation ? $";SecretKey={PostHogEmulator.SecretKey}" : string.Empty;
        _connection.Set($"Endpoint={emulator.BaseAddress};ProjectToken={PostHogEmulator.ProjectToken}{secret}");
    }
}
