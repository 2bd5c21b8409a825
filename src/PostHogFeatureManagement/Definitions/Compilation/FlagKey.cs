using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using PostHogFeatureManagement.Evaluation;

namespace PostHogFeatureManagement.Definitions.Compilation;

/// <summary>Finds a flag's key; a flag without one cannot be asked for and is only reported.</summary>
internal static class FlagKey
{
    public static bool TryRead(JsonElement flag, int index, CompilationScope scope, [NotNullWhen(true)] out string? key)
    {
        key = null;
        try
        {
            if (flag.TryGetText("key", out key))
            {
                return true;
            }
        }
        catch (InvalidOperationException)
        {
            // Not valid Unicode: as good as no key.
        }

        scope.Report(null, LoadProblem.MalformedFlag, string.Create(CultureInfo.InvariantCulture, $"Element {index} of 'flags' is no object with a text 'key'."));
        return false;
    }
}
