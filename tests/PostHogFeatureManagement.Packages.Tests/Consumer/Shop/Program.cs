using Microsoft.FeatureManagement;
using Shop;

WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
IFeatureManagementBuilder features = builder.Services.AddFeatureManagement().AddPostHogEmulator("flags.json").AddPostHog();
if (builder.Configuration.GetConnectionString("Redis") is { } redis)
{
    features.AddPostHogRedis(redis);
}

builder.Services.AddControllers();
builder.Services.AddRazorPages();

WebApplication app = builder.Build();
app.UsePostHog();
app.MapControllers();
app.MapRazorPages();
app.MapGet("/headline", async (IVariantFeatureManager flags) => (await flags.GetHeadlineVariantAsync()).ToString());
app.MapGet("/sale", async (IVariantFeatureManager flags) => (await flags.GetSalePayloadAsync())?.Percent);
app.MapGet("/search", () => "Search").RequireFeature(Flags.NewSearch);
app.Run();

public partial class Program;
