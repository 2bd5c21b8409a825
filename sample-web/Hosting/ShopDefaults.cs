namespace SampleWeb.Hosting;

internal static class ShopDefaults
{
    public const string Address = "http://127.0.0.1:5080";

    /// <summary>Listens on <see cref="Address"/> unless an address is configured. An address in appsettings.json would override ASPNETCORE_URLS.</summary>
    public static void UseShopDefaults(this WebApplicationBuilder builder)
    {
        bool hasAddress = builder.Configuration["urls"] is not null
            || builder.Configuration["http_ports"] is not null
            || builder.Configuration.GetSection("Kestrel:Endpoints").Exists();
        if (!hasAddress)
        {
            builder.WebHost.UseUrls(Address);
        }

        builder.WebHost.UseStaticWebAssets();
        StartFailures.KeepQuiet(builder.Logging);
    }
}
