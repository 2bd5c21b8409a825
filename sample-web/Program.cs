using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.FeatureManagement;
using Microsoft.FeatureManagement.AspNetCore;
using SampleWeb.Accounts;
using SampleWeb.Flags;
using SampleWeb.Hosting;

// The file is no setting. On Linux, its path would be taken for the name of one.
string? export = args is ["export", string file, ..] ? file : null;
WebApplicationBuilder builder = WebApplication.CreateBuilder(export is null ? args : args[2..]);
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

builder.Services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie();
builder.Services.AddControllersWithViews();
builder.Services.AddRazorPages();
builder.Services.AddHealthChecks().AddPostHog();

WebApplication app = builder.Build();

app.UseStaticFiles();
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
app.MapGet("/api/express-checkout", () => new { checkout = "express", clicks = 1 }).WithFeatureGate("express-checkout");

return export is null ? await app.RunOrExplainAsync() : await app.ExportAsync(export);

public partial class Program;
