using System.Buffers;

namespace PostHogFeatureManagement.Configuration.Rules;

/// <summary>Checks that the keys are present, each in its place, and have only what a key of PostHog has. Messages never quote a key.</summary>
internal static class KeyRules
{
    private const string Token = nameof(PostHogFeatureManagementOptions.ProjectToken);
    private const string Secret = nameof(PostHogFeatureManagementOptions.SecretKey);
    private const string ProjectPrefix = "phc_";
    private const string PersonalPrefix = "phx_";
    private const string SecurePrefix = "phs_";

    private static readonly SearchValues<char> KeyCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-");

    /// <summary>Removes white space around keys, such as the line break at the end of a mounted secret. A blank key is none.</summary>
    public static void Trim(PostHogFeatureManagementOptions options)
    {
        options.ProjectToken = NullIfBlank(options.ProjectToken?.Trim());
        options.SecretKey = NullIfBlank(options.SecretKey?.Trim());
        if (options.Cache is { } cache)
        {
            cache.KeySecret = NullIfBlank(cache.KeySecret);
        }
    }

    public static void Check(PostHogFeatureManagementOptions options, OptionsProblems problems)
    {
        CheckToken(options.ProjectToken, problems);
        CheckSecret(options.SecretKey, problems);
    }

    private static void CheckToken(string? token, OptionsProblems problems)
    {
        if (string.IsNullOrWhiteSpace(token))
        {
            string cause = problems.Emptiness is { } emptiness ? $"is missing. {emptiness}" : "is missing.";
            problems.Add(
                Token,
                $"{cause} Copy the project token (it starts with phc_) from PostHog's project settings, set {problems.PathOf("Enabled")} to false, "
                + "or register the emulator with AddPostHogEmulator().");
        }
        else if (HasPrefix(token, PersonalPrefix) || HasPrefix(token, SecurePrefix))
        {
            problems.Add(Token, $"holds a secret key. The project token starts with phc_; put a phs_ or phx_ key into {problems.PathOf(Secret)}.");
        }
        else
        {
            CheckCharacters(Token, token, problems);
        }
    }

    private static void CheckSecret(string? secret, OptionsProblems problems)
    {
        if (string.IsNullOrWhiteSpace(secret))
        {
            return;
        }

        if (HasPrefix(secret, ProjectPrefix))
        {
            problems.Add(
                Secret,
                "holds a project token. A secret key starts with phs_ (feature flags secure key) or phx_ (personal key). Without one, PostHog evaluates flags.");
        }
        else
        {
            CheckCharacters(Secret, secret, problems);
        }
    }

    private static void CheckCharacters(string setting, string key, OptionsProblems problems)
    {
        int index = key.AsSpan().IndexOfAnyExcept(KeyCharacters);
        if (index < 0)
        {
            return;
        }

        if (key.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
        {
            problems.Add(setting, "begins with 'Bearer'. Write only the key.");
        }
        else if (key[0] == '<' || key.EndsWith("...", StringComparison.Ordinal) || key[^1] == '…')
        {
            problems.Add(setting, "is a placeholder. Copy the key from PostHog's project settings.");
        }
        else
        {
            problems.Add(
                setting,
                $"has {Describe(key[index])} at position {index + 1}, but keys have only letters, digits, '_' and '-'. Copy the key from PostHog again.");
        }
    }

    private static string Describe(char character) => character switch
    {
        '\r' or '\n' => "a line break",
        '"' or '\'' or '“' or '”' or '„' or '‘' or '’' => "a quotation mark",
        _ when char.IsWhiteSpace(character) => "white space",
        _ => FormattableString.Invariant($"the character U+{(int)character:X4}"),
    };

    private static string? NullIfBlank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;

    private static bool HasPrefix(string key, string prefix) => key.StartsWith(prefix, StringComparison.Ordinal);
}
