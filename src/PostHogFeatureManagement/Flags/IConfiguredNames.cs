namespace PostHogFeatureManagement.Flags;

/// <summary>The names of the application's configured flags. Nothing is thrown except for the cancellation of the caller.</summary>
internal interface IConfiguredNames
{
    /// <summary>Whether a flag of exactly this name is configured. A flag that cannot be read counts as configured.</summary>
    ValueTask<bool> HasExactlyAsync(string name);

    ValueTask<IReadOnlyCollection<string>> GetNamesAsync(CancellationToken cancellationToken);
}
