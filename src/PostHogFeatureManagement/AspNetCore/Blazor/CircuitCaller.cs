using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PostHogFeatureManagement.Diagnostics;

namespace PostHogFeatureManagement.AspNetCore.Blazor;

/// <summary>
/// The caller in one Blazor circuit: the user of <see cref="AuthenticationStateProvider"/>. While this is still the user who opened the connection, everything
/// else that the connection's request says about them is included. An application's own accessor, resolved from the circuit's services, takes precedence.
/// </summary>
internal sealed class CircuitCaller : IDisposable
{
    private readonly IServiceProvider _circuit;
    private readonly IPostHogContextAccessor _accessor;
    private readonly CircuitVisitor _visitor;
    private readonly ILogger _logger;
    private readonly AuthenticationStateProvider? _authentication;
    private Task<AuthenticationState>? _state;

    public CircuitCaller(IServiceProvider circuit, IPostHogContextAccessor accessor, CircuitVisitor visitor, ILogger<CircuitCaller> logger)
    {
        _circuit = circuit;
        _accessor = accessor;
        _visitor = visitor;
        _logger = logger;
        _authentication = circuit.GetService<AuthenticationStateProvider>();
        if (_authentication is not null)
        {
            _authentication.AuthenticationStateChanged += Changed;
        }
    }

    /// <summary>
    /// The caller as known so far. It does not wait for the authentication state: a state read from the browser arrives as another inbound activity, which
    /// would wait for this one.
    /// </summary>
    public ValueTask<PostHogContext> GetKnownAsync() => GetAsync(Start());

    /// <summary>The caller, after the authentication state is known.</summary>
    public async ValueTask<PostHogContext> GetAsync()
    {
        Task<AuthenticationState>? state = Start();
        if (state is not null)
        {
            await ((Task)state).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }

        return await GetAsync(state).ConfigureAwait(true);
    }

    public void Dispose()
    {
        if (_authentication is not null)
        {
            _authentication.AuthenticationStateChanged -= Changed;
        }
    }

    private void Changed(Task<AuthenticationState> state) => Volatile.Write(ref _state, state);

    // The state is requested once and then tracked, because requesting it can take a round trip to the browser.
    private Task<AuthenticationState>? Start()
    {
        if (_authentication is null || Volatile.Read(ref _state) is { } known)
        {
            return Volatile.Read(ref _state);
        }

        Task<AuthenticationState> asked = AskAsync(_authentication);
        return Interlocked.CompareExchange(ref _state, asked, null) ?? asked;

        // An async method, so exceptions from the application's provider end up in the task.
        static async Task<AuthenticationState> AskAsync(AuthenticationStateProvider authentication) =>
            await authentication.GetAuthenticationStateAsync().ConfigureAwait(true);
    }

    private async ValueTask<PostHogContext> GetAsync(Task<AuthenticationState>? state)
    {
        try
        {
            return await AskAccessorAsync(state).ConfigureAwait(true);
        }
        catch (Exception exception)
        {
            // An exception from the application's code would end the circuit, and with it the page.
            _logger.CircuitCallerUnknown(exception);
            return PostHogContext.Anonymous;
        }
    }

    private ValueTask<PostHogContext> AskAccessorAsync(Task<AuthenticationState>? state) => _accessor switch
    {
        HttpPostHogContextAccessor => _visitor.GetAsync(state is { IsCompletedSuccessfully: true } ? state.GetAwaiter().GetResult().User : null),
        IScopedContextAccessor scoped => scoped.GetContextAsync(_circuit, CancellationToken.None),
        _ => _accessor.GetContextAsync(CancellationToken.None),
    };
}
