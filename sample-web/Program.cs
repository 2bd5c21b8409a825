using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.FeatureManagement;
using Microsoft.FeatureManagement.AspNetCore;
using PostHogFeatureManagement;
using SampleWeb;
using SampleWeb.Accounts;
using SampleWeb.Flags;
using SampleWeb.Hosting;

Func<WebApplication, Task<int>> runAsync = ShopCommand.Take(ref args);
WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
builder.UseShopDefaults();

IFeatureManagementBuilder features = builder.Services.AddFeatureManagement();
if (string.IsNullOrEmpty(builder.Configuration["PostHog:ProjectToken"]))
{
    features.AddShopEmulator(builder.Configuration.GetSection("Emulator"));
}

features.AddPostHog();
if (builder.Configuration.GetConnectionString("Redis") is { Length: > 0 } redis)
{
    features.AddPostHogRedis(redis);
}

builder.Services.AddSingleton<IPostHogConsent, ShopConsent>();
builder.Services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie();
builder.Services.AddControllersWithViews();
builder.Services.AddRazorPages();
builder.Services.AddHealthChecks().AddPostHog();

WebApplication app = builder.Build();

app.UseStaticFiles();
app.UseWhen(context => !context.Request.Path.StartsWithSegments("/api"), pages => pages.UseStatusCodePagesWithReExecute("/Closed"));
app.UseRouting();
app.UseAuthentication();
app.UsePostHog();
app.UseAuthorization();

app.MapRazorPages();
app.MapDefaultControllerRoute();
app.MapAccounts();
app.MapFlags();
app.MapPostHog();
app.MapHealth();
app.MapPostHogProxy("/ingest");
ShopConsent.Map(app);
ShopOutage.Map(app);
app.MapGet("/api/express-checkout", () => new { checkout = "express", clicks = 1 }).WithFeatureGate(ShopFlags.ExpressCheckout);

return await runAsync(app);

public partial class Program;
