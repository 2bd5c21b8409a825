using System.Globalization;

namespace PostHogFeatureManagement.Benchmarks.LongRun.Users;

/// <summary>
/// Visitors who come, look at some pages, and go: customers who sign in and out, known visitors who return, and new ones. Each page comes from any instance.
/// </summary>
internal sealed class ShopVisits(ShopBrowser browser)
{
    private const int Known = 200;
    private static readonly string[] Pages = [ShopPage.Front, ShopPage.Front, ShopPage.Beta, ShopPage.Preview, ShopPage.Checkout, ShopPage.List];

    private int _new;

    /// <summary>How many have come for the first time.</summary>
    public int New => Volatile.Read(ref _new);

    public Task RunAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(Enumerable.Range(0, LongRunPlan.Visitors).Select(_ => Task.Run(() => ComeAndGoAsync(cancellationToken))));

    /// <summary>Shows every page of every instance to customers and some known visitors.</summary>
    public async Task ShowAllAsync()
    {
        foreach (Visitor visitor in (Visitor[])[.. Visitor.Customers, .. Enumerable.Range(0, 20).Select(Returning)])
        {
            for (int instance = 0; instance < LongRunPlan.Instances; instance++)
            {
                await VisitAsync(visitor, Pages, _ => instance, TimeSpan.Zero, CancellationToken.None);
            }
        }
    }

    private async Task ComeAndGoAsync(CancellationToken cancellationToken)
    {
        Random random = Random.Shared;
        while (!cancellationToken.IsCancellationRequested)
        {
            // What the shop remembers of the exposures of new visitors has to stay small beside what memory may grow by.
            Visitor visitor = random.Next(16) switch
            {
                < 4 => Visitor.Customers[random.Next(Visitor.Customers.Length)],
                4 => Visitor.Anonymous($"new-{Interlocked.Increment(ref _new).ToString(CultureInfo.InvariantCulture)}", hasConsent: true),
                _ => Returning(random.Next(Known)),
            };
            string[] pages = random.GetItems(Pages, random.Next(2, 12));
            await VisitAsync(visitor, pages, static random => random.Next(LongRunPlan.Instances), LongRunPlan.Thought, cancellationToken);
        }
    }

    /// <summary>One in ten has refused to be measured.</summary>
    private static Visitor Returning(int number) => Visitor.Anonymous($"known-{number.ToString(CultureInfo.InvariantCulture)}", hasConsent: number % 10 != 0);

    private async Task VisitAsync(Visitor visitor, string[] pages, Func<Random, int> balance, TimeSpan thought, CancellationToken cancellationToken)
    {
        Random random = Random.Shared;
        if (visitor.IsCustomer)
        {
            if (await browser.SignInAsync(visitor, balance(random)) is not { } signedIn)
            {
                return;
            }

            visitor = signedIn;
        }

        foreach (string page in pages.TakeWhile(_ => !cancellationToken.IsCancellationRequested))
        {
            await browser.ShowAsync(visitor, page, balance(random));
            await Task.Delay(thought, CancellationToken.None);
        }

        if (visitor.IsCustomer)
        {
            await browser.SignOutAsync(visitor, balance(random));
        }
    }
}
