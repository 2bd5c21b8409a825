using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;

namespace PostHogFeatureManagement.AspNetCore.Explanations.Page;

/// <summary>Writes HTML. In an interpolated string, the literal parts are markup and every value is encoded, so that nothing from outside can become markup.</summary>
internal sealed class HtmlWriter
{
    private readonly StringBuilder _html = new();

    /// <summary>Writes markup. The compiler hands its parts to the writer before this is called.</summary>
    public HtmlWriter Write([InterpolatedStringHandlerArgument("")] Fragment fragment) => this;

    /// <summary>Writes a text of this library as it is.</summary>
    public void WriteMarkup(string markup) => _html.Append(markup);

    public override string ToString() => _html.ToString();

    private StringBuilder Reserve(int length)
    {
        _html.EnsureCapacity(_html.Length + length);
        return _html;
    }

    /// <summary>One piece of markup with its values. It writes as the compiler hands it the parts.</summary>
    /// <param name="literalLength">The length of the markup.</param>
    /// <param name="formattedCount">The number of values.</param>
    /// <param name="writer">Where it writes.</param>
    [InterpolatedStringHandler]
    internal readonly ref struct Fragment(int literalLength, int formattedCount, HtmlWriter writer)
    {
        private readonly StringBuilder _html = writer.Reserve(literalLength + formattedCount);

        public void AppendLiteral(string markup) => _html.Append(markup);

        public void AppendFormatted(string? text) => _html.Append(HtmlEncoder.Default.Encode(text ?? string.Empty));

        public void AppendFormatted(int number) => _html.Append(CultureInfo.InvariantCulture, $"{number}");

        public void AppendFormatted(long number) => _html.Append(CultureInfo.InvariantCulture, $"{number:N0}");

        public void AppendFormatted(double number) => _html.Append(CultureInfo.InvariantCulture, $"{Math.Round(number, 4)}");
    }
}
