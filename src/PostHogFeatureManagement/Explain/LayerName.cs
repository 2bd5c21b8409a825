namespace PostHogFeatureManagement.Explain;

/// <summary>The layers, in the order in which they are asked unless the configuration comes first.</summary>
internal enum LayerName : byte
{
    Trust,
    Override,
    Local,
    Cache,
    Remote,
    Configuration,
    Default,
}
