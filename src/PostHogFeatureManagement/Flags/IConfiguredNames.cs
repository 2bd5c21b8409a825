namespace PostHogFeatureManagement.Flags;

/// <summary>The names of the application's configured flags. Throws only when the caller cancels.</summary>
internal interface IConfiguredNames
{
    /// <summary>Whether a flag with exactly this name is configured. A flag that cannot be read counts as configured.</summary>
    ValueTask<bool> HasExactlyAsync(string name);

    ValueTask<IReadOnlyCollection<string>> GetNamesAsync(CancellationToken cancellationToken);
}
