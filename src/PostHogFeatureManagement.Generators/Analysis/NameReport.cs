using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using PostHogFeatureManagement.Generators.Files;

namespace PostHogFeatureManagement.Generators.Analysis;

/// <summary>Makes the diagnostics about a name. What a code fix needs is in their properties.</summary>
internal static class NameReport
{
    /// <summary>The name to use instead.</summary>
    public const string Better = nameof(Better);

    /// <summary>The constant to use instead, fully qualified.</summary>
    public const string Constant = nameof(Constant);

    /// <summary>Whether everyone has the flag: <c>true</c> or <c>false</c>.</summary>
    public const string Live = nameof(Live);

    /// <summary>What is wrong with the name itself; null when nothing is.</summary>
    public static Diagnostic? OfName(string name, Location location, KnownFeatures known)
    {
        if (known.OtherCaseOf(name) is { } flag)
        {
            return Diagnostic.Create(Rules.OtherCase, location, Instead(flag.Key, known), name, flag.Key);
        }

        return known.IsUnknown(name) ? Unknown(name, location, known.NearestTo(name), known) : null;
    }

    public static Diagnostic Unknown(string name, Location location, string? nearest, KnownFeatures known) =>
        Diagnostic.Create(Rules.UnknownFeature, location, Instead(nearest, known), name, nearest is null ? string.Empty : $". Did you mean '{nearest}'?");

    /// <summary>That a flag gives everyone the same; null when it does not.</summary>
    public static Diagnostic? OfConstantFlag(string name, Location location, KnownFeatures known)
    {
        if (known.FlagOf(name) is not { IsConstant: true } flag)
        {
            return null;
        }

        bool isOn = flag.Audience == FlagAudience.Everyone;
        ImmutableDictionary<string, string?> properties = ImmutableDictionary<string, string?>.Empty.Add(Live, isOn ? "true" : "false");
        return Diagnostic.Create(Rules.ConstantFlag, location, properties, name, isOn ? "on" : "off");
    }

    public static Diagnostic OfVariant(string variant, TypedFlag flag, Location location)
    {
        string variants = flag.Variants.Count == 0 ? "none" : string.Join(", ", flag.Variants.Select(static known => $"'{known.Key}'"));
        return Diagnostic.Create(Rules.UnknownVariant, location, variant, flag.Key, variants);
    }

    public static Diagnostic? OfLiteral(string name, Location location, KnownFeatures known) =>
        known.Constants.NameOf(name) is { } constant
            ? Diagnostic.Create(Rules.LiteralName, location, Instead(name, known), name, constant.Replace("global::", string.Empty))
            : null;

    private static ImmutableDictionary<string, string?> Instead(string? name, KnownFeatures known)
    {
        ImmutableDictionary<string, string?> properties = ImmutableDictionary<string, string?>.Empty;
        return name is null ? properties : properties.Add(Better, name).Add(Constant, known.Constants.NameOf(name));
    }
}
