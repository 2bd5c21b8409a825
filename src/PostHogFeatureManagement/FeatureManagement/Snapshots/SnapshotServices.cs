using PostHogFeatureManagement.Configuration;
using PostHogFeatureManagement.FeatureManagement.Configured;
using PostHogFeatureManagement.Identity;

namespace PostHogFeatureManagement.FeatureManagement.Snapshots;

/// <summary>What all snapshots share, in one object, because a snapshot is made for every request.</summary>
internal sealed record SnapshotServices(AmbientCaller Ambient, ExplicitCaller ExplicitCaller, ConfigurationCatalog Catalog, PostHogSwitch Switch);
