using System.Reflection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace PostHogFeatureManagement.Identity;

/// <summary>The person properties that say which process asks, if the options ask for them.</summary>
internal sealed class ProcessProperties(IOptions<PostHogFeatureManagementOptions> options, IHostEnvironment? environment = null)
{
    // The part of a version after the plus is the build's, such as a commit.
    private readonly (string Name, string? Value)[] _values =
    [
        ("environment", environment?.EnvironmentName),
        ("app_version", Assembly.GetEntryAssembly()?.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0]),
        ("host", Environment.MachineName),
    ];

    public bool IsNeeded { get; } = options.Value.Identity.BuiltInProperties;

    /// <summary>The properties with those that they do not have yet.</summary>
    public IReadOnlyDictionary<string, object?> AddTo(IReadOnlyDictionary<string, object?> properties)
    {
        var all = new Dictionary<string, object?>(properties, StringComparer.Ordinal);
        foreach ((string name, string? value) in _values)
        {
            if (!string.IsNullOrEmpty(value))
            {
                all.TryAdd(name, value);
            }
        }

        return all;
    }
}
