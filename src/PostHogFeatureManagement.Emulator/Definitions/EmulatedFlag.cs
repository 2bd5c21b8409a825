using System.Text.Json;
using PostHogFeatureManagement.Emulator.Definitions.Rules;

namespace PostHogFeatureManagement.Emulator.Definitions;

/// <summary>What the server knows about a flag besides its value. Immutable.</summary>
internal sealed class EmulatedFlag
{
    private readonly JsonElement _payloads;

    private EmulatedFlag(string key, JsonElement flag)
    {
        Key = key;
        Json = flag;
        Name = flag.Text("name");
        Id = flag.Number("id") is { } id ? (long)id : 0;
        Version = flag.Number("version") is { } version ? (int)version : 0;
        HasExperiment = flag.Truth("has_experiment");
        KeepsValue = flag.Truth("ensure_experience_continuity") is true;
        IsDeleted = flag.Truth("deleted") is true;
        IsActive = flag.Truth("active") is true && !IsDeleted;
        IsRemoteConfig = flag.Truth("is_remote_configuration") is true;
        HasEncryptedPayloads = flag.Truth("has_encrypted_payloads") is true;
        Runtime = flag.Text("evaluation_runtime");
        Contexts = flag.Texts("evaluation_contexts") ?? flag.Texts("evaluation_tags") ?? [];
        Filters = flag.Member("filters");
        ConfigurationVersion = ConfigurationVersions.Of(Filters);
        Rules = ConfigurationVersion == ConfigurationVersions.Rules ? RuleSet.Read(key, Filters) : null;
        _payloads = Filters.Member("payloads");
    }

    public string Key { get; }

    /// <summary>The flag as written.</summary>
    public JsonElement Json { get; }

    public JsonElement Filters { get; }

    public int ConfigurationVersion { get; }

    /// <summary>The rules of a flag of configuration version 2. Null if they cannot be read, and for flags with conditions.</summary>
    public RuleSet? Rules { get; }

    public string? Name { get; }

    public long Id { get; }

    public int Version { get; }

    public bool? HasExperiment { get; }

    public bool IsActive { get; }

    /// <summary>Whether a person keeps the value when they sign in.</summary>
    public bool KeepsValue { get; }

    public bool IsDeleted { get; }

    /// <summary>Whether the flag is remote config, which the definitions for clients leave out (protocol §9.3).</summary>
    public bool IsRemoteConfig { get; }

    /// <summary>Whether the payloads are for the remote config endpoint and a personal API key only. In the emulator's file they are in clear text.</summary>
    public bool HasEncryptedPayloads { get; }

    /// <summary><c>all</c>, <c>client</c> or <c>server</c>. Null means all.</summary>
    public string? Runtime { get; }

    public IReadOnlyList<string> Contexts { get; }

    public static EmulatedFlag? Read(JsonElement flag) =>
        flag.Text("key") is { Length: > 0 } key ? new EmulatedFlag(key, flag) : null;

    /// <summary>The payload of a value, as written in the definitions. Undefined if there is none.</summary>
    /// <param name="value">The value.</param>
    /// <param name="isDecrypted">Whether the client may read an encrypted payload. If not, it gets a mark in its place.</param>
    public JsonElement Payload(string value, bool isDecrypted) =>
        HasEncryptedPayloads && !isDecrypted ? EncryptedPayload.MarkOf(_payloads.Member(value)) : _payloads.Member(value);

    /// <summary>Whether a client gets the flag (protocol §2.3). An unknown runtime gets neither client flags nor server flags (§1.3).</summary>
    public bool IsFor(string? runtime, IReadOnlyList<string> contexts)
    {
        bool hasRuntime = Runtime is null or "all" || runtime == "all" || Runtime == runtime;
        return hasRuntime && (contexts.Count == 0 || Contexts.Count == 0 || Contexts.Any(contexts.Contains));
    }
}
