using Microsoft.CodeAnalysis.Text;

namespace PostHogFeatureManagement.Generators.Files;

/// <summary>Finds PostHog's secret keys in a text: such a file is usually committed.</summary>
internal static class SecretScan
{
    /// <summary>Shorter ones are names, such as <c>phs_redesign</c>.</summary>
    private const int LeastLength = 20;

    private static readonly string[] Prefixes = ["phs_", "phx_"];

    /// <returns>Where the first key is.</returns>
    public static TextSpan? Find(string text)
    {
        foreach (string prefix in Prefixes)
        {
            for (int start = text.IndexOf(prefix, StringComparison.Ordinal); start >= 0; start = text.IndexOf(prefix, start + 1, StringComparison.Ordinal))
            {
                int end = start + prefix.Length;
                while (end < text.Length && char.IsLetterOrDigit(text[end]))
                {
                    end++;
                }

                if (end - start - prefix.Length >= LeastLength)
                {
                    return TextSpan.FromBounds(start, end);
                }
            }
        }

        return null;
    }
}
