using Microsoft.AspNetCore.Http;

namespace PostHogFeatureManagement.Emulator.Protocol;

/// <summary>posthog-js as <c>/static/array.js</c> and its parts as <c>/static/1.2.3/surveys.js</c>, from the <c>dist</c> folder of its package.</summary>
internal static class ClientScripts
{
    private const string NoFolder =
        "The emulator does not have PostHog's scripts. Load posthog-js from npm and name its folder, node_modules/posthog-js/dist, in "
        + "PostHogEmulatorOptions.ScriptsFolder, or load it from your own server, and set its api_host to the emulator's address.";

    /// <param name="context">The request.</param>
    /// <param name="folder">The folder. Null when there is none.</param>
    public static Task SendAsync(HttpContext context, string? folder)
    {
        string name = Path.GetFileName(context.Request.Path.Value!.TrimEnd('/'));
        string? file = folder is null || !IsScript(name) ? null : Path.Combine(folder, name);
        if (folder is null)
        {
            return Answers.TextAsync(context, StatusCodes.Status404NotFound, NoFolder);
        }

        return File.Exists(file)
            ? SendFileAsync(context, file)
            : Answers.TextAsync(context, StatusCodes.Status404NotFound, $"There is no such script in {folder}.");
    }

    // Only names of scripts, so that no path leads out of the folder.
    private static bool IsScript(string name) =>
        name.EndsWith(".js", StringComparison.Ordinal) && name.All(static letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or '_');

    private static async Task SendFileAsync(HttpContext context, string file)
    {
        context.Response.Headers.CacheControl = "public, max-age=300";
        byte[] script = await File.ReadAllBytesAsync(file, context.RequestAborted).ConfigureAwait(false);
        await Answers.BytesAsync(context, script, "text/javascript; charset=utf-8").ConfigureAwait(false);
    }
}
