using Microsoft.Extensions.Primitives;

namespace PostHogFeatureManagement.Identity.Steps;

/// <summary>Reads the <c>Cookie</c> header itself, because ASP.NET Core takes the last of several cookies with one name. Browsers send the closest one first.</summary>
internal static class CookieHeader
{
    /// <summary>The value of the first cookie of that name. Null when there is none.</summary>
    /// <param name="headers">The values of the header.</param>
    /// <param name="name">The cookie's name.</param>
    public static string? First(StringValues headers, string name)
    {
        foreach (string? header in headers)
        {
            foreach (Range range in header.AsSpan().Split(';'))
            {
                ReadOnlySpan<char> cookie = header.AsSpan(range).Trim();
                if (cookie.Length > name.Length && cookie[name.Length] == '=' && cookie.StartsWith(name, StringComparison.Ordinal))
                {
                    return cookie[(name.Length + 1)..].ToString();
                }
            }
        }

        return null;
    }
}
