namespace PostHogFeatureManagement.Explain;

/// <summary>What each layer had to say. A layer that nobody set was not asked.</summary>
internal sealed class ExplainedLayers
{
    private readonly ExplainedLayer[] _layers = [.. Enum.GetValues<LayerName>().Select(static name => new ExplainedLayer(name, LayerOutcome.NotAsked))];

    /// <summary>Whether the configuration is asked before PostHog's layers.</summary>
    public bool IsConfigurationFirst { get; init; }

    public ExplainedLayer this[LayerName name] => _layers[(int)name];

    public void Set(LayerName name, LayerOutcome outcome, FlagReason reason = FlagReason.Unknown) => _layers[(int)name] = new ExplainedLayer(name, outcome, reason);

    /// <summary>All layers, in the order in which they are asked.</summary>
    public IEnumerable<ExplainedLayer> InOrder() => IsConfigurationFirst
        ? _layers.OrderBy(static layer => layer.Name switch { LayerName.Trust => 0, LayerName.Override => 1, LayerName.Configuration => 2, var other => 3 + (int)other })
        : _layers;
}
