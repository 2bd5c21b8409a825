using System.Text.Json;
using Microsoft.Playwright;
using PostHogFeatureManagement.IntegrationTests.Support;

namespace PostHogFeatureManagement.IntegrationTests.Browser.Site;

/// <summary>A visitor's page with the real posthog-js, through the application's own proxy.</summary>
internal sealed class PostHogJsPage
{
    /// <summary>posthog-js sends no events from a browser that is automated, unless it is told to.</summary>
    public const string Options = "{ opt_out_useragent_filter: true, disable_session_recording: true, capture_pageleave: false, request_batching: false }";

    private readonly GateHost _host;
    private readonly IBrowserContext _visitor;

    private PostHogJsPage(GateHost host, IBrowserContext visitor, IPage page)
    {
        _host = host;
        _visitor = visitor;
        Page = page;
        page.PageError += (_, error) => Errors.Add(error);
    }

    public IPage Page { get; }

    public List<string> Errors { get; } = [];

    public static async Task<PostHogJsPage> OpenAsync(Chromium browser, GateHost host)
    {
        IBrowserContext visitor = await browser.NewVisitorAsync();
        return new PostHogJsPage(host, visitor, await visitor.NewPageAsync());
    }

    /// <summary>Loads the page.</summary>
    public Task GoAsync(string path) => Page.GotoAsync(new Uri(_host.Client.BaseAddress!, path).AbsoluteUri);

    /// <summary>Signs the visitor in, or out with null. The next page sees it.</summary>
    public async Task SignInAsync(string? user, string plan = "free")
    {
        await _visitor.ClearCookiesAsync(new BrowserContextClearCookiesOptions { Name = "user" });
        if (user is not null)
        {
            string url = _host.Client.BaseAddress!.AbsoluteUri;
            await _visitor.AddCookiesAsync([new Cookie { Name = "user", Value = user, Url = url }, new Cookie { Name = "plan", Value = plan, Url = url }]);
        }
    }

    /// <summary>Forgets everything that the browser has stored.</summary>
    public async Task ForgetAsync()
    {
        await Page.EvaluateAsync("() => { localStorage.clear(); sessionStorage.clear(); }");
        await _visitor.ClearCookiesAsync();
    }

    /// <summary>The visitor as posthog-js sees them: distinct id, device id, state.</summary>
    public Task<string> IdentityAsync() => Page.EvaluateAsync<string>(
        "() => [posthog.get_distinct_id(), posthog.get_property('$device_id'), posthog.get_property('$user_state')].join(' ')");

    /// <summary>The caller as the server sees it: distinct id, device id, anonymous id.</summary>
    public Task<string> WhoAmIAsync() => Page.EvaluateAsync<string>("async () => (await fetch('/whoami')).text()");

    /// <summary>What the page shows.</summary>
    public async Task<Dictionary<string, string>> ShownAsync() => JsonSerializer.Deserialize<Dictionary<string, string>>(await Page.EvaluateAsync<string>(
        "() => JSON.stringify(Object.fromEntries([...document.querySelectorAll('[data-flag]')].map(flag => [flag.dataset.flag, flag.dataset.value])))"))!;

    /// <summary>What posthog-js answered before the first paint.</summary>
    public Task<Dictionary<string, string>> AtFirstPaintAsync() => FlagsAsync("key => window.atFirstPaint[key]");

    /// <summary>What posthog-js answers now.</summary>
    public Task<Dictionary<string, string>> NowAsync() => FlagsAsync("key => posthog.getFeatureFlag(key, { send_event: false })");

    /// <summary>Waits until posthog-js has PostHog's own answer for its current visitor.</summary>
    public async Task AskPostHogAsync()
    {
        await Page.EvaluateAsync("() => posthog.unregister('$feature_flag_request_id')");
        await Page.EvaluateAsync("() => posthog.reloadFeatureFlags()");
        await Page.WaitForFunctionAsync("() => posthog.get_property('$feature_flag_request_id')");
    }

    public Task<bool> ReadsBeforeFirstPaintAsync() => Page.EvaluateAsync<bool>("""
        async () => {
          await new Promise(done => requestAnimationFrame(() => setTimeout(done)));
          const paint = performance.getEntriesByName("first-paint")[0];
          return window.readAt > 0 && (!paint || paint.startTime > window.readAt);
        }
        """);

    public Task<string[]> ViolationsAsync() => Page.EvaluateAsync<string[]>("() => window.violations");

    public Task CloseAsync() => _visitor.CloseAsync();

    // Undefined is no JSON.
    private async Task<Dictionary<string, string>> FlagsAsync(string read)
    {
        string flags = await Page.EvaluateAsync<string>($$"""
            () => {
              const read = {{read}};
              const keys = [...document.querySelectorAll("[data-flag]")].map(flag => flag.dataset.flag);
              return JSON.stringify(Object.fromEntries(keys.map(key => [key, JSON.stringify(read(key)) ?? "undefined"])));
            }
            """);
        return JsonSerializer.Deserialize<Dictionary<string, string>>(flags)!;
    }
}
