using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace PostHogFeatureManagement.Redis;

/// <summary>Stops the start when <c>AddPostHogRedis()</c> shall use the application's connection and there is none.</summary>
internal sealed class RegisteredConnectionRule(IServiceProvider services) : IValidateOptions<PostHogFeatureManagementOptions>
{
    public ValidateOptionsResult Validate(string? name, PostHogFeatureManagementOptions options) =>
        services.GetService<IServiceProviderIsService>()?.IsService(typeof(IConnectionMultiplexer)) == false
            ? ValidateOptionsResult.Fail("AddPostHogRedis() found no IConnectionMultiplexer. Register one, or pass AddPostHogRedis(…) a connection string.")
            : ValidateOptionsResult.Success;
}
