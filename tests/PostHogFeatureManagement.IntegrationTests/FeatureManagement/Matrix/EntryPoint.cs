using System.Net;
using PostHogFeatureManagement.IntegrationTests.Support;

namespace PostHogFeatureManagement.IntegrationTests.FeatureManagement.Matrix;

/// <summary>A way to check a flag: its path, the expected answer for each flag, and the promise that it proves.</summary>
internal sealed record EntryPoint(string Name, string Promise, Func<GateHost, FlagKind, Task<string>> AskAsync, Func<FlagCase, string> Expect)
{
    private const string Open = "open";
    private const string Closed = "closed";

    public static IReadOnlyList<EntryPoint> All { get; } =
    [
        Text("IFeatureManager", "FM-06", "/manager", State),
        Text("IVariantFeatureManager", "FM-06", "/variant-manager", State),
        Text("IFeatureManagerSnapshot", "FM-07", "/snapshot", State),
        Text("IVariantFeatureManagerSnapshot", "FM-07", "/variant-snapshot", State),
        Text("IVariantFeatureManager.GetVariantAsync", "FM-09", "/variant", Variant),
        Text("IVariantFeatureManagerSnapshot.GetVariantAsync", "FM-09", "/snapshot-variant", Variant),
        Text("IFeatureManager, explicit", "FM-08", "/explicit/manager", State),
        Text("IVariantFeatureManager, explicit", "FM-08", "/explicit/variant-manager", State),
        Text("IFeatureManagerSnapshot, explicit", "FM-08", "/explicit/snapshot", State),
        Text("IVariantFeatureManagerSnapshot, explicit", "FM-08", "/explicit/variant-snapshot", State),
        Text("IVariantFeatureManager.GetVariantAsync, explicit", "FM-09", "/explicit/variant", Variant),
        Text("IVariantFeatureManagerSnapshot.GetVariantAsync, explicit", "FM-09", "/explicit/snapshot-variant", Variant),
        Text("[FeatureGate] action", "FM-02", "/mvc/action", State),
        Text("[FeatureGate] action, enum", "FM-02", "/mvc/enum", State),
        Text("[FeatureGate] action, all of two", "FM-02", "/mvc/all", State),
        Text("[FeatureGate] action, any of two", "FM-02", "/mvc/any", State),
        Text("[FeatureGate] action, negated", "FM-02", "/mvc/negated", Negated),
        Text("[FeatureGate] action, any of two negated", "FM-02", "/mvc/negated-any", Negated),
        Text("[FeatureGate] controller", "FM-02", "/mvc/controller", State),
        Text("[FeatureGate] page", "FM-03", "/pages", State),
        Text("WithFeatureGate endpoint", "FM-04", "/endpoint", State),
        Text("WithFeatureGate endpoint, all of two", "FM-04", "/endpoint-all", State),
        Text("WithFeatureGate endpoint, any of two", "FM-04", "/endpoint-any", State),
        Text("WithFeatureGate endpoint, negated", "FM-04", "/endpoint-negated", Negated),
        Text("WithFeatureGate endpoint, any of two negated", "FM-04", "/endpoint-negated-any", Negated),
        Text("WithFeatureGate group", "FM-04", "/group/{0}/inside", State),
        Text("<feature> in a page", "FM-05", "/tags", Tags),
        Text("<feature> in a view", "FM-05", "/mvc/view", Tags),
        Mark("UseForFeature", "/branch"),
        Mark("UseMiddlewareForFeature", "/middleware"),
        Mark("Filters.AddForFeature", "/mvc/open"),
    ];

    public override string ToString() => Name;

    private static EntryPoint Text(string name, string promise, string path, Func<FlagCase, string> expect) =>
        new(name, promise, (host, kind) => ReadAsync(host, path.Contains("{0}", StringComparison.Ordinal) ? path.Replace("{0}", kind.ToString(), StringComparison.Ordinal) : $"{path}/{kind}"), expect);

    private static EntryPoint Mark(string name, string path) => new(
        name,
        "FM-12",
        async (host, kind) =>
        {
            using HttpResponseMessage response = await host.SendAsync(path, "anna", "plan=scale");
            response.EnsureSuccessStatusCode();
            return Marks.Has(response, kind) ? Open : Closed;
        },
        State);

    private static async Task<string> ReadAsync(GateHost host, string path)
    {
        using HttpResponseMessage response = await host.SendAsync(path, "anna", "plan=scale");
        if (response.StatusCode == HttpStatusCode.NotFound)
        {
            return Closed;
        }

        response.EnsureSuccessStatusCode();
        return string.Concat((await response.Content.ReadAsStringAsync()).ReplaceLineEndings(string.Empty).Trim());
    }

    private static string State(FlagCase flag) => flag.IsEnabled ? Open : Closed;

    private static string Negated(FlagCase flag) => flag.IsEnabled ? Closed : Open;

    private static string Variant(FlagCase flag) => flag.Variant is null ? "none" : $"{flag.Variant} {flag.Color}".TrimEnd();

    private static string Tags(FlagCase flag) =>
        (flag.IsEnabled ? "|on||all||any|" : "|not|")
        + (flag.Variant == "bold" ? "|bold|" : "|not bold|")
        + (flag.Variant is "true" or "holdout-7" ? "|true or held out|" : string.Empty);
}
