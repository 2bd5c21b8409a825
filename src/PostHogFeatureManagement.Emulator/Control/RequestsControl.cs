using System.Text.Json;
using Microsoft.AspNetCore.Http;
using PostHogFeatureManagement.Emulator.Protocol;

namespace PostHogFeatureManagement.Emulator.Control;

/// <summary>Shows and clears the request counts.</summary>
internal sealed class RequestsControl(RequestCounter requests)
{
    public Task HandleAsync(HttpContext context)
    {
        if (HttpMethods.IsDelete(context.Request.Method))
        {
            requests.Clear();
            return Answers.NoContentAsync(context);
        }

        return HttpMethods.IsGet(context.Request.Method)
            ? Answers.JsonAsync(context, Write)
            : Answers.MethodNotAllowedAsync(context, "GET, DELETE");
    }

    private void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        foreach ((string endpoint, int count) in requests.All())
        {
            writer.WriteNumber(endpoint, count);
        }

        writer.WriteEndObject();
    }
}
