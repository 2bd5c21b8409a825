namespace PostHogFeatureManagement.Identity;

/// <summary>What a folder above pins for one web request. The request only knows how old it is.</summary>
internal abstract class Pins
{
    /// <summary>When the pins were made, in ticks of the <see cref="PinClock"/>.</summary>
    public int BornAt { get; set; }
}
