using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.FeatureManagement;
using Microsoft.FeatureManagement.AspNetCore;
using Microsoft.FeatureManagement.Mvc;
using PostHogFeatureManagement.IntegrationTests.Support;

namespace PostHogFeatureManagement.IntegrationTests.FeatureManagement.Differential;

/// <summary>A site with every gate for every name. Doors that take their name at start have its index in their path.</summary>
internal sealed class DifferentialSite(IReadOnlyList<string> names, bool usePostHog)
{
    public void Map(WebApplication app)
    {
        app.UseRouting();
        RequestWork.Map(app, usePostHog);
        app.UseWhen(static context => context.Request.Path.StartsWithSegments("/early"), static early => early.UsePostHogGates());
        for (int i = 0; i < names.Count; i++)
        {
            string name = names[i];
            app.Map($"/branch/{i}", branch => Close(branch.UseForFeature(name, static open => open.Run(static context => context.Response.WriteAsync("open")))));
            app.Map($"/middleware/{i}", branch => Close(branch.UseMiddlewareForFeature<OpenMiddleware>(name)));
            app.MapGet($"/endpoint/{i}", static () => "open").WithFeatureGate(name);
            app.MapGet($"/early/required/{i}", static () => "open").RequireFeature(name);
            app.MapGet($"/early/attribute/{i}", static () => "open").WithMetadata(new FeatureGateAttribute(name));
        }

        app.MapControllers();
        app.MapRazorPages();
    }

    /// <param name="host">The host of the site.</param>
    /// <param name="question">The flag and the caller.</param>
    public async Task<IReadOnlyList<Reply>> StatesAsync(GateHost host, Question question)
    {
        int index = names.ToList().IndexOf(question.Name);
        string query = $"?flag={Uri.EscapeDataString(question.Name)}";
        List<(string Path, ManagerRole Role)> doors =
        [
            ("/differential/action" + query, ManagerRole.Snapshot),
            ("/differential/filter" + query, ManagerRole.Snapshot),
            ("/differential/page" + query, ManagerRole.Snapshot),
            ("/differential/tags" + query, ManagerRole.Snapshot),
            ($"/branch/{index}", ManagerRole.Snapshot),
            ($"/middleware/{index}", ManagerRole.Snapshot),
            ($"/endpoint/{index}", ManagerRole.VariantSnapshot),
            ($"/early/required/{index}", ManagerRole.Snapshot),
            ($"/early/attribute/{index}", ManagerRole.Snapshot),
        ];

        var replies = new List<Reply>();
        foreach ((string path, ManagerRole role) in doors)
        {
            replies.Add(await Reply.AskAsync(path, role, () => ReadAsync(host, path, question.Caller)));
        }

        return replies;
    }

    /// <summary>Returns the variants whose tags are shown, or "no variant".</summary>
    public static Task<Reply> TagVariantAsync(GateHost host, Question question) => Reply.AskAsync("<feature variant>", ManagerRole.VariantSnapshot, async () =>
    {
        string page = await host.GetAsync($"/differential/variant-tags?flag={Uri.EscapeDataString(question.Name)}", question.Caller.Id, question.Caller.Claims);
        string[] shown = [.. VariantChoice.Variants.Where(variant => page.Contains($"|variant {variant}|", StringComparison.Ordinal))];
        return shown.Length == 0 ? Reply.NoVariant : string.Join(", ", shown);
    });

    private static void Close(IApplicationBuilder app) => app.Run(static context => context.Response.WriteAsync("closed"));

    private static async Task<string> ReadAsync(GateHost host, string path, Caller caller)
    {
        using HttpResponseMessage response = await host.SendAsync(path, caller.Id, caller.Claims);
        string body = await response.Content.ReadAsStringAsync();
        bool isOn = body.Contains("open", StringComparison.Ordinal) || body.Contains("|on|", StringComparison.Ordinal);
        bool isOff = response.StatusCode == System.Net.HttpStatusCode.NotFound || body == "closed" || body.Contains("|off|", StringComparison.Ordinal);
        return isOn == isOff ? $"{response.StatusCode} {body}" : Reply.Say(isOn);
    }
}
