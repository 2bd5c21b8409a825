using System.Text;
using System.Text.Json.Nodes;

namespace PostHogFeatureManagement.Emulator.Definitions;

/// <summary>Holds the current definitions. Safe for concurrent use: readers take a snapshot, and writers wait for each other.</summary>
internal sealed class DefinitionsStore
{
    private readonly Lock _lock = new();
    private volatile DefinitionsSnapshot _current;
    private volatile string? _problem;
    private DefinitionsSnapshot _given;

    public DefinitionsStore() => _given = _current = DefinitionsSnapshot.Create(new JsonObject { ["flags"] = new JsonArray() }, out _)!;

    public DefinitionsSnapshot Current => _current;

    /// <summary>Called after each change, on the thread that made it. It must be quick and must not throw.</summary>
    public Action Changed { get; set; } = static () => { };

    /// <summary>Why the latest definitions are not in use. Null if they are.</summary>
    public string? Problem
    {
        get => _problem;
        set => _problem = value;
    }

    /// <summary>Replaces all definitions. If they cannot be used, returns the reason and keeps the current ones.</summary>
    public string? TryReplace(ReadOnlySpan<byte> utf8)
    {
        JsonObject? document = DefinitionsText.Parse(utf8, out string? problem);
        lock (_lock)
        {
            problem = document is null ? problem : Publish(document);
            _given = problem is null ? _current : _given;
            return problem;
        }
    }

    public string? TryReplace(string json) => TryReplace(Encoding.UTF8.GetBytes(json));

    /// <summary>Changes one flag. False if no flag has this key.</summary>
    public bool TryEdit(string key, Action<JsonObject> edit)
    {
        lock (_lock)
        {
            JsonObject document = Copy();
            if (FlagEdit.Find(document, key) is not { } flag)
            {
                return false;
            }

            edit(flag);
            return Publish(document) is null;
        }
    }

    /// <summary>Adds a flag that is on for everyone. False if a flag has this key.</summary>
    public bool TryAdd(string key)
    {
        lock (_lock)
        {
            JsonObject document = Copy();
            return FlagEdit.TryAdd(document, key) && Publish(document) is null;
        }
    }

    /// <summary>Removes a flag. False if no flag has this key.</summary>
    public bool TryRemove(string key)
    {
        lock (_lock)
        {
            JsonObject document = Copy();
            return document["flags"]!.AsArray().Remove(FlagEdit.Find(document, key)) && Publish(document) is null;
        }
    }

    /// <summary>Undoes all edits since the last replacement.</summary>
    public void Reset()
    {
        lock (_lock)
        {
            _current = _given;
            Changed();
        }
    }

    private JsonObject Copy() => JsonNode.Parse(_current.Source)!.AsObject();

    private string? Publish(JsonObject document)
    {
        DefinitionsSnapshot? snapshot = DefinitionsSnapshot.Create(document, out string? problem);
        if (snapshot is not null)
        {
            _current = snapshot;
            Changed();
        }

        return problem;
    }
}
