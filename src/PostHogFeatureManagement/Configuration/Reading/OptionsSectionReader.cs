using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Configuration;

namespace PostHogFeatureManagement.Configuration.Reading;

/// <summary>
/// Walks a section along the options' properties. The framework's binder stops at the first problem and reads a bare 30 as thirty days.
/// This reader reports every problem at once and leaves the well-formed values to the binder.
/// </summary>
internal sealed class OptionsSectionReader
{
    private readonly Dictionary<string, string?> _values = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _problems = [];
    private readonly List<RenamedSetting> _renamed = [];
    private readonly List<string> _ofPostHogsPackage = [];
    private readonly PersonPropertyClaims _propertyClaims = [];
    private readonly OptionsSection _section;

    private OptionsSectionReader(string path) => _section = new OptionsSection(path);

    /// <param name="section">The section with the settings.</param>
    /// <param name="path">Its full path, for messages.</param>
    public static OptionsSection Read(IConfiguration section, string path)
    {
        var reader = new OptionsSectionReader(path);
        reader.Walk(section, typeof(PostHogFeatureManagementOptions), path, string.Empty);
        return reader._section with
        {
            Values = reader._values,
            PersonPropertyClaims = reader._propertyClaims,
            Problems = reader._problems,
            Renamed = reader._renamed,
            OfPostHogsPackage = reader._ofPostHogsPackage,
        };
    }

    private void Walk(IConfiguration section, Type type, string path, string target)
    {
        foreach (IConfigurationSection child in section.GetChildren())
        {
            string childPath = Join(path, child.Key);
            OtherName? other = OptionNames.Find(child.Key, target);
            PropertyInfo? property = OptionProperties.Find(type, other?.Property ?? child.Key);
            if (property is null)
            {
                AddUnknown(child.Key, childPath, type, target);
                continue;
            }

            if (other is not null && IsReplaced(section, child, childPath, Join(path, property.Name), property, other.IsOld))
            {
                continue;
            }

            Read(child, Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType, childPath, Join(target, property.Name));
        }
    }

    private void Read(IConfigurationSection section, Type type, string path, string target)
    {
        if (type == typeof(PersonPropertyClaims))
        {
            ReadPropertyClaims(section, path);
        }
        else if (IsSubject(type))
        {
            WalkSubject(section, type, path, target);
        }
        else if (type.IsGenericType)
        {
            ReadCollection(section, type.GetGenericArguments()[^1], path, target);
        }
        else
        {
            ReadValue(section, type, path, target);
        }
    }

    private void AddUnknown(string key, string path, Type parent, string target)
    {
        if (target.Length == 0 && OptionNames.IsOfPostHogsPackage(key))
        {
            _ofPostHogsPackage.Add(key);
        }
        else
        {
            _problems.Add($"{path} is not a setting. {OptionNames.Advice(key, parent, _section)}");
        }
    }

    /// <summary>Handles a setting under another name. True when the section has the usual name too: then that one counts.</summary>
    private bool IsReplaced(IConfiguration section, IConfigurationSection other, string otherPath, string usualPath, PropertyInfo property, bool isOld)
    {
        if (isOld)
        {
            _renamed.Add(new RenamedSetting(otherPath, usualPath));
        }

        string? usual = section[property.Name];
        if (string.IsNullOrWhiteSpace(usual))
        {
            return false;
        }

        StringComparison comparison = property.PropertyType == typeof(string) ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;
        if (!string.IsNullOrWhiteSpace(other.Value) && !string.Equals(other.Value.Trim(), usual.Trim(), comparison))
        {
            // The values may be keys, so they are not quoted.
            _problems.Add($"{usualPath} and {otherPath} are two names of one setting, but their values differ. Remove {otherPath}.");
        }

        return true;
    }

    private static bool IsSubject(Type type) => type.IsClass && type.Namespace == typeof(PostHogFeatureManagementOptions).Namespace;

    private void WalkSubject(IConfigurationSection section, Type type, string path, string target)
    {
        if (!string.IsNullOrEmpty(section.Value))
        {
            _problems.Add($"{path} is a group of settings, not a value. Write them inside it, for example {path}:{OptionProperties.Names(type).First()}.");
            return;
        }

        Walk(section, type, path, target);
    }

    private void ReadCollection(IConfigurationSection section, Type elementType, string path, string target)
    {
        if (IsSingleValue(section, path))
        {
            return;
        }

        foreach (IConfigurationSection child in section.GetChildren())
        {
            ReadValue(child, elementType, $"{path}:{child.Key}", $"{target}:{child.Key}");
        }
    }

    private bool IsSingleValue(IConfigurationSection section, string path)
    {
        bool isValue = !string.IsNullOrEmpty(section.Value);
        if (isValue)
        {
            _problems.Add($"{path} is a list or map. Write its entries inside it, for example {path}:0 for a list.");
        }

        return isValue;
    }

    /// <summary>
    /// An entry of a list names a claim and a property alike. An entry of a map names the property, and inside it one claim or several. The binder cannot read
    /// both, nor claim types that are URIs.
    /// </summary>
    private void ReadPropertyClaims(IConfigurationSection section, string path)
    {
        if (IsSingleValue(section, path))
        {
            return;
        }

        foreach (IConfigurationSection child in section.GetChildren())
        {
            bool isInList = int.TryParse(child.Key, NumberStyles.None, CultureInfo.InvariantCulture, out _);
            string?[] claimTypes = child.GetChildren().Any() ? [.. child.GetChildren().Select(static claim => claim.Value)] : [child.Value];
            if (claimTypes.Any(string.IsNullOrWhiteSpace) || (isInList && claimTypes.Length > 1))
            {
                _problems.Add($"{path}:{child.Key} is not a claim type. Write one claim type, or for a property several in a list.");
            }
            else
            {
                _propertyClaims.Add(isInList ? claimTypes[0]! : child.Key, claimTypes!);
            }
        }
    }

    private void ReadValue(IConfigurationSection section, Type type, string path, string target)
    {
        if (section.Value is null && section.GetChildren().Any())
        {
            _problems.Add($"{path} is one value, but it has more settings inside it.");
        }
        else if (string.IsNullOrWhiteSpace(section.Value) && (type != typeof(string) || _values.ContainsKey(target)))
        {
            // Not set, or set under its other name.
        }
        else if (OptionValue.Problem(section.Value, type) is { } problem)
        {
            _problems.Add($"{path}: {problem}");
        }
        else
        {
            _values[target] = section.Value;
        }
    }

    private static string Join(string path, string key) => path.Length == 0 ? key : $"{path}:{key}";
}
