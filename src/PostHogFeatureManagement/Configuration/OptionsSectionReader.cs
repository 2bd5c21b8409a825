using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Configuration;

namespace PostHogFeatureManagement.Configuration;

/// <summary>
/// Walks a section along the options' properties. The framework's binder stops at the first problem and reads a bare 30 as thirty days.
/// This reader reports every problem at once and leaves the well-formed values to the binder.
/// </summary>
internal sealed class OptionsSectionReader
{
    private readonly List<KeyValuePair<string, string?>> _values = [];
    private readonly List<string> _problems = [];
    private readonly List<RenamedSetting> _renamed = [];
    private readonly PersonPropertyClaims _propertyClaims = [];

    public static OptionsSection Read(IConfiguration section, string path)
    {
        var reader = new OptionsSectionReader();
        reader.Walk(section, typeof(PostHogFeatureManagementOptions), path, string.Empty);
        return new OptionsSection(reader._values, reader._problems, reader._renamed, reader._propertyClaims);
    }

    private void Walk(IConfiguration section, Type type, string path, string target)
    {
        foreach (IConfigurationSection child in section.GetChildren())
        {
            string childPath = $"{path}:{child.Key}";
            string? newName = OptionNames.NewName(child.Key, target);
            if (newName is not null && IsReplaced(section, child, childPath, newName, $"{path}:{newName}"))
            {
                continue;
            }

            PropertyInfo? property = type.GetProperty(
                newName ?? OptionNames.Canonical(child.Key, path),
                BindingFlags.Instance | BindingFlags.Public | BindingFlags.IgnoreCase);
            if (property is null)
            {
                _problems.Add($"{childPath} is not a setting. {OptionNames.Advice(child.Key, type)}");
                continue;
            }

            string childTarget = target.Length == 0 ? property.Name : $"{target}:{property.Name}";
            if (property.PropertyType == typeof(PersonPropertyClaims))
            {
                ReadPropertyClaims(child, childPath);
            }
            else if (IsSubject(property.PropertyType))
            {
                WalkSubject(child, property.PropertyType, childPath, childTarget);
            }
            else if (property.PropertyType.IsGenericType)
            {
                ReadCollection(child, property.PropertyType.GetGenericArguments()[^1], childPath, childTarget);
            }
            else
            {
                ReadValue(child, property.PropertyType, childPath, childTarget);
            }
        }
    }

    /// <summary>Notes the use of an old name. True when the section has the new name too: then the new one counts.</summary>
    private bool IsReplaced(IConfiguration section, IConfigurationSection old, string oldPath, string newName, string newPath)
    {
        _renamed.Add(new RenamedSetting(oldPath, newPath));
        string? value = section[newName];
        if (string.IsNullOrEmpty(value))
        {
            return false;
        }

        if (!string.IsNullOrEmpty(old.Value) && !string.Equals(old.Value.Trim(), value.Trim(), StringComparison.OrdinalIgnoreCase))
        {
            _problems.Add($"{newPath} is '{value}', but {oldPath}, the old name of the same setting, is '{old.Value}'. Remove {oldPath}.");
        }

        return true;
    }

    private static bool IsSubject(Type type) => type.IsClass && type.Namespace == typeof(PostHogFeatureManagementOptions).Namespace;

    private void WalkSubject(IConfigurationSection section, Type type, string path, string target)
    {
        if (!string.IsNullOrEmpty(section.Value))
        {
            _problems.Add($"{path} is a group of settings, not a value. Write them inside it, for example {path}:{type.GetProperties()[0].Name}.");
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
        else if (string.IsNullOrEmpty(section.Value) && type != typeof(string))
        {
            return;
        }
        else if (OptionValue.Problem(section.Value, type) is { } problem)
        {
            _problems.Add($"{path}: {problem}");
        }
        else
        {
            _values.Add(new(target, section.Value));
        }
    }
}
