using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.HtmlRendering.Infrastructure;
using Microsoft.AspNetCore.Components.Web.HtmlRendering;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace PostHogFeatureManagement.IntegrationTests.AspNetCore.Site;

/// <summary>Renders to a string and can make the component act as if it were in a circuit.</summary>
internal sealed class InteractiveRenderer(IServiceProvider services, bool interactive)
    : StaticHtmlRenderer(services, services.GetRequiredService<ILoggerFactory>())
{
    protected override RendererInfo RendererInfo => new("Server", interactive);

    public Task<string> RenderAsync<TComponent>(Dictionary<string, object?> parameters)
        where TComponent : IComponent =>
        Dispatcher.InvokeAsync(async () =>
        {
            HtmlRootComponent root = BeginRenderingComponent(typeof(TComponent), ParameterView.FromDictionary(parameters));
            await root.QuiescenceTask;
            await using var writer = new StringWriter();
            root.WriteHtmlTo(writer);
            return writer.ToString();
        });
}
