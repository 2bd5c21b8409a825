using System.Security.Claims;
using Microsoft.AspNetCore.Components.Authorization;

namespace PostHogFeatureManagement.IntegrationTests.AspNetCore.Site;

/// <summary>An application's own authentication state in a circuit.</summary>
internal sealed class SwitchableUser(Func<Task<AuthenticationState>> first) : AuthenticationStateProvider
{
    public int Requests { get; private set; }

    public static AuthenticationState SignedIn(string user, string plan = "free") =>
        new(new ClaimsPrincipal(new ClaimsIdentity([new Claim("sub", user), new Claim("plan", plan)], "Test")));

    public static AuthenticationState SignedOut() => new(new ClaimsPrincipal(new ClaimsIdentity()));

    public override Task<AuthenticationState> GetAuthenticationStateAsync()
    {
        Requests++;
        return first();
    }

    public void Become(AuthenticationState state) => NotifyAuthenticationStateChanged(Task.FromResult(state));
}
