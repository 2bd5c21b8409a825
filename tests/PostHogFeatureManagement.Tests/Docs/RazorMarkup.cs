using System.Reflection;
using System.Xml.Linq;
using Microsoft.AspNetCore.Components;

namespace PostHogFeatureManagement.Tests.Docs;

/// <summary>
/// Translates a component's markup to C#, so that the compiler checks names and values. An attribute sets the parameter of its name: as a string if the
/// parameter is a string, otherwise as an expression. A child element is a fragment.
/// </summary>
internal static class RazorMarkup
{
    public static string ToCSharp(string markup)
    {
        XElement component = XElement.Parse(markup);
        string name = component.Name.LocalName;
        Type? type = typeof(PostHogFeature).Assembly.GetExportedTypes()
            .FirstOrDefault(candidate => candidate.Name == name && candidate.IsAssignableTo(typeof(IComponent)));
        IEnumerable<string> parameters =
        [
            .. component.Attributes().Select(attribute => $"{attribute.Name} = {Value(type?.GetProperty(attribute.Name.LocalName), attribute.Value)}"),
            .. component.Elements().Select(static element => $"{element.Name} = static fragment => {{ }}"),
        ];
        return $"_ = new {name} {{ {string.Join(", ", parameters)} }};";
    }

    private static string Value(PropertyInfo? parameter, string text) => parameter?.PropertyType == typeof(string) ? $"\"{text}\"" : text;
}
