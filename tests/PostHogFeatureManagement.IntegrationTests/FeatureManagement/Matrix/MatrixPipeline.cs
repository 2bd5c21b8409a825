using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.FeatureManagement;
using Microsoft.FeatureManagement.AspNetCore;
using Microsoft.FeatureManagement.FeatureFilters;
using PostHogFeatureManagement.IntegrationTests.Support;

namespace PostHogFeatureManagement.IntegrationTests.FeatureManagement.Matrix;

/// <summary>Every way to check a flag with Microsoft.FeatureManagement, each under its own path.</summary>
internal static class MatrixPipeline
{
    private static readonly FlagKind[] Kinds = Enum.GetValues<FlagKind>();

    public static void Map(WebApplication app)
    {
        app.UseTestUser();
        app.UsePostHog();
        app.Map("/branch", branch =>
        {
            foreach (FlagKind kind in Kinds)
            {
                branch.UseForFeature(kind.ToString(), then => then.Use((context, next) =>
                {
                    Marks.Add(context, kind);
                    return next(context);
                }));
            }

            branch.Run(_ => Task.CompletedTask);
        });
        app.Map("/middleware", branch =>
        {
            MarkingMiddleware.UseAll(branch);
            branch.Run(_ => Task.CompletedTask);
        });
        app.MapControllers();
        app.MapRazorPages();
        MapManagers(app);
        MapEndpoints(app);
    }

    private static void MapManagers(WebApplication app)
    {
        app.MapGet("/manager/{flag}", async (string flag, IFeatureManager features) => Text(await features.IsEnabledAsync(flag)));
        app.MapGet("/variant-manager/{flag}", async (string flag, IVariantFeatureManager features) => Text(await features.IsEnabledAsync(flag)));
        app.MapGet("/snapshot/{flag}", async (string flag, IFeatureManagerSnapshot features) => Text(await features.IsEnabledAsync(flag)));
        app.MapGet("/variant-snapshot/{flag}", async (string flag, IVariantFeatureManagerSnapshot features) => Text(await features.IsEnabledAsync(flag)));
        app.MapGet("/variant/{flag}", async (string flag, IVariantFeatureManager features) => Text(await features.GetVariantAsync(flag)));
        app.MapGet("/snapshot-variant/{flag}", async (string flag, IVariantFeatureManagerSnapshot features) => Text(await features.GetVariantAsync(flag)));
        app.MapGet("/explicit/manager/{flag}", async (string flag, IFeatureManager features) => Text(await features.IsEnabledAsync(flag, Caller())));
        app.MapGet("/explicit/variant-manager/{flag}", async (string flag, IVariantFeatureManager features) => Text(await features.IsEnabledAsync(flag, Caller())));
        app.MapGet("/explicit/snapshot/{flag}", async (string flag, IFeatureManagerSnapshot features) => Text(await features.IsEnabledAsync(flag, Caller())));
        app.MapGet("/explicit/variant-snapshot/{flag}", async (string flag, IVariantFeatureManagerSnapshot features) => Text(await features.IsEnabledAsync(flag, Caller())));
        app.MapGet("/explicit/variant/{flag}", async (string flag, IVariantFeatureManager features) => Text(await features.GetVariantAsync(flag, Caller())));
        app.MapGet("/explicit/snapshot-variant/{flag}", async (string flag, IVariantFeatureManagerSnapshot features) => Text(await features.GetVariantAsync(flag, Caller())));
    }

    private static void MapEndpoints(WebApplication app)
    {
        foreach (string flag in Kinds.Select(kind => kind.ToString()))
        {
            app.MapGet($"/endpoint/{flag}", () => "open").WithFeatureGate(flag);
            app.MapGet($"/endpoint-all/{flag}", () => "open").WithFeatureGate(nameof(FlagKind.On), flag);
            app.MapGet($"/endpoint-any/{flag}", () => "open").WithFeatureGate(RequirementType.Any, nameof(FlagKind.Off), flag);
            app.MapGet($"/endpoint-negated/{flag}", () => "open").WithFeatureGate(negate: true, flag);
            app.MapGet($"/endpoint-negated-any/{flag}", () => "open").WithFeatureGate(RequirementType.Any, negate: true, nameof(FlagKind.Off), flag);
            RouteGroupBuilder group = app.MapGroup($"/group/{flag}");
            ((IEndpointConventionBuilder)group).WithFeatureGate(flag);
            group.MapGet("/inside", () => "open");
        }
    }

    private static ITargetingContext Caller() => new PostHogTargetingContext(
        new PostHogContext("anna") { PersonProperties = new Dictionary<string, object?> { ["plan"] = "scale" } });

    private static string Text(bool isEnabled) => isEnabled ? "open" : "closed";

    private static string Text(Variant? variant) => variant is null ? "none" : $"{variant.Name} {variant.Configuration?["color"]}".TrimEnd();
}
