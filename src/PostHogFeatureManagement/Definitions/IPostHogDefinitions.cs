using Microsoft.Extensions.Primitives;

namespace PostHogFeatureManagement;

/// <summary>
/// The flag definitions that this process evaluates with: their state, refreshing and exporting them, and being told of changes. A singleton service, registered
/// by <c>AddPostHog()</c>. Thread-safe.
/// </summary>
public interface IPostHogDefinitions
{
    /// <summary>
    /// Raised after definitions have changed, with the keys of the flags that may have new answers. Handlers run one after the other, before the next poll, so
    /// they must be quick and must not wait for <see cref="RefreshAsync"/>. An exception is logged and affects no other handler. A web request that is under way
    /// keeps its definitions.
    /// </summary>
    event EventHandler<DefinitionsChangedEventArgs>? DefinitionsChanged;

    /// <summary>The state at this moment. It costs no I/O.</summary>
    DefinitionsStatus Status { get; }

    /// <summary>
    /// Asks PostHog for the current definitions now. The call is served by a poll that starts after it, so a change that PostHog had before the call is in use when
    /// the task completes with success. Calls during a poll share the next one. A failure of PostHog is a result, not an exception.
    /// </summary>
    /// <param name="cancellationToken">Ends the wait. The poll goes on for other callers.</param>
    /// <returns>How the poll ended, or why there was none.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was canceled.</exception>
    Task<DefinitionsRefreshResult> RefreshAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Writes the definitions in use as one JSON document in UTF-8. The file can be the <c>Definitions:BootstrapFile</c> of an application of
    /// the same project. It contains all conditions, which may include e-mail addresses, but no key.
    /// </summary>
    /// <param name="destination">Where to write. It stays open.</param>
    /// <param name="cancellationToken">Cancels writing.</param>
    /// <exception cref="ArgumentNullException"><paramref name="destination"/> is null.</exception>
    /// <exception cref="InvalidOperationException">There are no definitions.</exception>
    Task ExportAsync(Stream destination, CancellationToken cancellationToken = default);

    /// <summary>
    /// Writes what typed flags need of the definitions in use, as one JSON document in UTF-8: each flag's key and name, whether it is active, for whom it is and who
    /// decides it, its variants and the kinds of its payloads. Conditions, cohorts and values stay out, so the file can be committed. Flags that PostHog would not
    /// give this application are left out too. The same definitions always give the same bytes.
    /// </summary>
    /// <param name="destination">Where to write. It stays open.</param>
    /// <param name="cancellationToken">Cancels writing.</param>
    /// <exception cref="ArgumentNullException"><paramref name="destination"/> is null.</exception>
    /// <exception cref="InvalidOperationException">There are no definitions.</exception>
    Task ExportTypedAsync(Stream destination, CancellationToken cancellationToken = default);

    /// <summary>A token that fires once, after the next change of the definitions. Ask for a new one each time, for example with <see cref="ChangeToken"/>.</summary>
    IChangeToken GetReloadToken();
}
