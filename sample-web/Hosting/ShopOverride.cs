using PostHogFeatureManagement;

namespace SampleWeb.Hosting;

internal static class ShopOverride
{
    /// <summary>Prints a token with which a single browser sees flags that are not on, such as <c>beta=true headline=bold</c>. <c>--for anna</c> limits it to one customer.</summary>
    public static Task<int> PrintOverrideAsync(this WebApplication app, string[] flags) => app.RunOrExplainAsync(async () =>
    {
        await using WebApplication shop = app;
        try
        {
            string token = shop.Services.GetRequiredService<IPostHogOverrideTokens>().Create(flags.Select(Parse), shop.Configuration["for"]);
            Console.WriteLine($"X-PostHog-Overrides: {token}");
            Console.WriteLine($"{ShopDefaults.Address}/posthog/overrides?token={token}");
            return 0;
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return 1;
        }
    });

    private static KeyValuePair<string, string> Parse(string flag) =>
        flag.Split('=', 2) is [string name, string value] ? KeyValuePair.Create(name, value) : KeyValuePair.Create(flag, "true");
}
