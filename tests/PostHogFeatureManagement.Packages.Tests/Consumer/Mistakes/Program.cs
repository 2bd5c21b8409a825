using Microsoft.FeatureManagement;

WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
builder.Services.AddFeatureManagement().AddPostHog();
builder.Services.AddRazorPages();

WebApplication app = builder.Build();
app.UseForFeature("headline", branch => branch.UseStatusCodePages());
app.UseAuthentication();
app.MapRazorPages();
app.MapGet("/checkout", () => "The new checkout")
    .RequireFeature("new-chekout");
app.Run();
