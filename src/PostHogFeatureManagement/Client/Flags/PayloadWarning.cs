using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using PostHogFeatureManagement.Diagnostics;

namespace PostHogFeatureManagement.Client.Flags;

/// <summary>Reports payloads that are not JSON (protocol §9.2), once for each flag. Bounded, because the keys come from outside.</summary>
internal sealed class PayloadWarning(ILogger<PostHogClient> logger)
{
    private const int Limit = 1_000;

    private readonly ConcurrentDictionary<string, bool> _reported = new(StringComparer.Ordinal);

    public void Note(FlagsResponse answer)
    {
        foreach (string key in answer.MalformedPayloads)
        {
            if (!_reported.ContainsKey(key) && _reported.Count < Limit && _reported.TryAdd(key, true))
            {
                logger.PayloadMalformed(key);
            }
        }
    }
}
