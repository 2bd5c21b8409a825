using System.Security.Claims;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.DependencyInjection;
using PostHogFeatureManagement.Identity;
using PostHogFeatureManagement.Identity.Steps;

namespace PostHogFeatureManagement.AspNetCore.Blazor;

/// <summary>
/// The caller in one Blazor circuit. The steps are those of a request: the application's accessors, resolved from the circuit's services; the user of
/// <see cref="AuthenticationStateProvider"/>, or else the one who opened the circuit's connection; the cookies of the request that opened it. Those are read at the
/// first activity, because the request is stale afterwards.
/// </summary>
internal sealed class CircuitCaller : IDisposable
{
    private readonly IServiceProvider _circuit;
    private readonly CurrentRequests _requests;
    private readonly CallerChain _chain;
    private readonly AuthenticationStateProvider? _authentication;
    private CallerQuery? _opener;
    private Task<AuthenticationState>? _state;

    public CircuitCaller(IServiceProvider circuit, CurrentRequests requests, CallerChain chain)
    {
        _circuit = circuit;
        _requests = requests;
        _chain = chain;
        _authentication = circuit.GetService<AuthenticationStateProvider>();
        if (_authentication is not null)
        {
            _authentication.AuthenticationStateChanged += Changed;
        }
    }

    /// <summary>
    /// Makes the circuit's user the ambient caller until the calling asynchronous method ends. They are looked for when the first flag is checked, as far as they
    /// are known then. A check does not wait for the authentication state: a state read from the browser arrives as another inbound activity, which would wait
    /// for this one.
    /// </summary>
    public void Enter()
    {
        Open();
        Start();
        _requests.Enter(new PinnedCaller(principal: null, () => GetKnownAsync().AsTask()));
    }

    /// <summary>Makes a caller of this circuit the ambient caller until the calling asynchronous method ends.</summary>
    public void Enter(Caller caller) => _requests.Enter(new PinnedCaller(principal: null, caller));

    /// <summary>The caller as known so far.</summary>
    public ValueTask<Caller> GetKnownAsync()
    {
        Task<AuthenticationState>? state = Start();
        return _chain.FindAsync(Ask(state is { IsCompletedSuccessfully: true } ? state.GetAwaiter().GetResult().User : null));
    }

    /// <summary>The caller, after the authentication state is known.</summary>
    public async ValueTask<Caller> GetAsync()
    {
        if (Start() is { } state)
        {
            await ((Task)state).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }

        return await GetKnownAsync().ConfigureAwait(true);
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

    private CallerQuery Open()
    {
        if (Volatile.Read(ref _opener) is { } opener)
        {
            return opener;
        }

        CallerQuery read = CircuitConnection.Request is { } httpContext ? CallerQuery.Of(httpContext, _chain.ReadsTracing) : new CallerQuery();
        return Interlocked.CompareExchange(ref _opener, read, null) ?? read;
    }

    private CallerQuery Ask(ClaimsPrincipal? user)
    {
        CallerQuery opener = Open();
        bool hasSignedOut = ClaimsStep.IsSignedIn(opener.User) && user is not null && !ClaimsStep.IsSignedIn(user);
        return opener with
        {
            User = user ?? opener.User,

            // posthog-js takes a new id when a user signs out.
            Cookies = hasSignedOut ? default : opener.Cookies,
            MayAskApplication = true,
            Services = _circuit,
        };
    }
}
