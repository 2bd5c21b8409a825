using Microsoft.AspNetCore.Http;

namespace PostHogFeatureManagement.Identity.Steps;

/// <summary>Gives a visitor about whom no step knows anything an ID of their own, and writes it into this library's cookie, if they agree.</summary>
internal sealed class NewVisitorStep(AnonymousCookie cookie, VisitorConsent consent, CurrentRequests requests) : ICallerStep
{
    public bool IsOn => cookie.IsOn;

    public bool IsForNobodyOnly => true;

    public CallerClue? Find(CallerQuery query) =>
        query.IsCurrent && requests.HttpContext is { } httpContext && requests.Find()?.State is { } state && FindOrCreate(httpContext, state) is { } visitor
            ? AnonymousCookieStep.Visitor(visitor.Id)
            : null;

    // Parallel checks of a request agree on one ID. The application's code runs outside the lock.
    private NewVisitor? FindOrCreate(HttpContext httpContext, RequestState state)
    {
        bool mayCreate = !CurrentRequests.IsConnection(httpContext) && consent.IsGiven(httpContext);
        lock (state)
        {
            if (httpContext.Features.Get<NewVisitor>() is { } known)
            {
                return known;
            }

            var created = new NewVisitor(Guid.CreateVersion7().ToString("D"));
            if (!mayCreate || !cookie.TryWrite(httpContext, created.Id))
            {
                return null;
            }

            httpContext.Features.Set(created);
            return created;
        }
    }

    /// <param name="Id">The ID in the cookie that the response carries.</param>
    private sealed record NewVisitor(string Id);
}
