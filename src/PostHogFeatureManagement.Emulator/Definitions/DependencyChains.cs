using System.Globalization;
using System.Text.Json.Nodes;

namespace PostHogFeatureManagement.Emulator.Definitions;

/// <summary>
/// Completes the dependencies of handwritten flags as PostHog does before it publishes them: a flag's number becomes its key, and a missing
/// <c>dependency_chain</c> is filled in (protocol §8).
/// </summary>
internal sealed class DependencyChains
{
    private const string Chain = "dependency_chain";

    private readonly Dictionary<string, JsonObject> _flags = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _keys = new(StringComparer.Ordinal);

    private DependencyChains(JsonArray flags)
    {
        foreach (JsonObject flag in flags.OfType<JsonObject>())
        {
            if (Text(flag["key"]) is { } key)
            {
                _flags.TryAdd(key, flag);
                _keys.TryAdd(Text(flag["id"]) ?? key, key);
            }
        }
    }

    public static void Complete(JsonObject document)
    {
        var chains = new DependencyChains(document["flags"]!.AsArray());
        JsonObject[] dependencies = [.. DependenciesIn(document)];
        foreach (JsonObject dependency in dependencies)
        {
            if (Text(dependency["key"]) is { } name && !chains._flags.ContainsKey(name) && chains._keys.TryGetValue(name, out string? key))
            {
                dependency["key"] = key;
            }
        }

        foreach (JsonObject dependency in dependencies.Where(static dependency => dependency[Chain] is null))
        {
            dependency[Chain] = new JsonArray([.. chains.Of(Text(dependency["key"])).Select(static key => JsonValue.Create(key))]);
        }
    }

    /// <summary>The flags to evaluate, in order, the target last. Empty if one is missing or they depend on each other in a circle.</summary>
    private List<string> Of(string? target)
    {
        var chain = new List<string>();
        return target is not null && TryAdd(target, chain, []) ? chain : [];
    }

    private bool TryAdd(string key, List<string> chain, HashSet<string> open)
    {
        if (chain.Contains(key))
        {
            return true;
        }

        if (!_flags.TryGetValue(key, out JsonObject? flag) || !open.Add(key))
        {
            return false;
        }

        foreach (JsonObject dependency in DependenciesIn(flag))
        {
            if (Text(dependency["key"]) is not { } next || !TryAdd(next, chain, open))
            {
                return false;
            }
        }

        open.Remove(key);
        chain.Add(key);
        return true;
    }

    private static IEnumerable<JsonObject> DependenciesIn(JsonNode? node)
    {
        if (node is JsonObject found && Text(found["type"]) == "flag" && found.ContainsKey("key"))
        {
            return [found];
        }

        return node switch
        {
            JsonObject members => members.SelectMany(static member => DependenciesIn(member.Value)),
            JsonArray items => items.SelectMany(DependenciesIn),
            _ => [],
        };
    }

    private static string? Text(JsonNode? node) => node is not JsonValue value
        ? null
        : value.TryGetValue(out string? text) ? text : value.TryGetValue(out long number) ? number.ToString(CultureInfo.InvariantCulture) : null;
}
