using System.Reflection;
using System.Xml.Linq;
using Microsoft.AspNetCore.Components;

namespace PostHogFeatureManagement.Tests.Docs;

/// <summary>
/// Says in C# what a component's markup sets, so that the compiler checks names and values: an attribute is the parameter of its name, text as it stands where the parameter is text and an expression elsewhere;
/// an element inside is a fragment.
/// </summary>
internal static class RazorMarkup
{
    public static string ToCSharp(string markup)
    {
        XElement component = XElement.Parse(markup);
        string name = component.Name.LocalName;
        Type? type = typeof(PostHogFeature).Assembly.GetExportedTypes().FirstOrDefault(candidate => candidate.Name == name && candidate.IsAssignableTo(typeof(IComponent)));
        IEnumerable<string> parameters =
        [
            .. component.Attributes().Select(attribute => $"{attribute.Name} = {Value(type?.GetProperty(attribute.Name.LocalName), attribute.Value)}"),
            .. component.Elements().Select(static element => $"{element.Name} = static fragment => {{ }}"),
        ];
        return $"_ = new {name} {{ {string.Join(", ", parameters)} }};";
    }

    private static string Value(PropertyInfo? parameter, string text) => parameter?.PropertyType == typeof(string) ? $"\"{text}\"" : text;
}
