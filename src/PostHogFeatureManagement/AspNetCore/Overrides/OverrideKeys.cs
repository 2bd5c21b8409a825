using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace PostHogFeatureManagement.AspNetCore.Overrides;

/// <summary>The keys with which tokens are signed. In Development without any, one that only this process knows. Thread-safe.</summary>
internal sealed class OverrideKeys
{
    private const string DevelopmentId = "development";

    private readonly Dictionary<string, byte[]> _keys;

    public OverrideKeys(IOptions<PostHogFeatureManagementOptions> options, IHostEnvironment? environment = null)
    {
        _keys = options.Value.Overrides.SigningKeys.ToDictionary(static key => key.Key, static key => Encoding.UTF8.GetBytes(key.Value), StringComparer.Ordinal);
        if (_keys.Count == 0 && environment?.IsDevelopment() == true)
        {
            _keys[DevelopmentId] = RandomNumberGenerator.GetBytes(HMACSHA256.HashSizeInBytes);
        }

        NewestId = _keys.Keys.Order(StringComparer.Ordinal).FirstOrDefault();
    }

    /// <summary>The id of the key for new tokens. Null when there is no key, so that tokens are turned off.</summary>
    public string? NewestId { get; }

    public byte[]? Find(string id) => _keys.GetValueOrDefault(id);
}
