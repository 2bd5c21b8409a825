using PostHogFeatureManagement.Generators.Tests.Support;

namespace PostHogFeatureManagement.Generators.Tests.Analysis;

[Trait("Promise", "DX-06")]
public sealed class FileNameAnalyzerTests
{
    [Theory]
    [InlineData("""<feature name="{|PHFM010:nope|}">x</feature>""")]
    [InlineData("""<FEATURE NAME='{|PHFM010:nope|}'>x</FEATURE>""")]
    [InlineData("""<feature requirement="Any" name="new-checkout, {|PHFM010:nope|}" negate="true"/>""")]
    [InlineData("""<feature name={|PHFM010:nope|}>x</feature>""")]
    [InlineData("""<feature name="{|PHFM011:New-Checkout|}">x</feature>""")]
    [InlineData("""<feature name="headline" variant="bold, {|PHFM012:loud|}" requirement="Any">x</feature>""")]
    [InlineData("""<feature name="new-checkout" variant="{|PHFM012:bold|}">x</feature>""")]
    [InlineData("""<feature name="{|PHFM014:shipped|}">x</feature>""")]
    public Task Analyze_Page_IsReported(string page) => Check.FileAsync("Pages/Index.cshtml", page);

    [Theory]
    [InlineData("""<feature name="new-checkout">x</feature>""")]
    [InlineData("""<feature name="headline" variant="bold">x</feature>""")]
    [InlineData("""<feature name="@Flags.NewCheckout">x</feature>""")]
    [InlineData("""<feature name="@(x ? "nope" : "b")">x</feature>""")]
    [InlineData("""@* <feature name="nope"> *@ <!-- <feature name="nope"> -->""")]
    [InlineData("""<features name="nope"></features> <my-feature name="nope"></my-feature> <input name="nope">""")]
    [InlineData("""<feature""")]
    [InlineData("""<feature name=""")]
    [InlineData("""<feature name="nope-but-it-never-ends""")]
    [InlineData("""<feature ="" / = name>""")]
    [InlineData("""@* never ends <feature name="nope">""")]
    public Task Analyze_PageThatIsRightOrBroken_DoesNotThrow(string page) =>
        Check.FileAsync("Pages/Index.cshtml", page.Replace("nope-but-it-never-ends", "new-checkout", StringComparison.Ordinal));

    [Theory]
    [InlineData("""<PostHogFeature Name="{|PHFM010:nope|}">x</PostHogFeature>""")]
    [InlineData("""<PostHogFeature Name="headline" Variant="{|PHFM012:loud|}">x</PostHogFeature>""")]
    [InlineData("""<PostHogFeature Name="@Flags.NewCheckout" /> <posthogfeature Name="nope" /> <feature name="nope" />""")]
    public Task Analyze_Component_IsReported(string component) => Check.FileAsync("Shop.razor", component);

    [Fact]
    public Task Analyze_SecondLine_IsReportedThere() =>
        Check.FileAsync("Pages/Index.cshtml", "<h1>Shop</h1>\r\n  <feature name=\"{|PHFM010:nope|}\">x</feature>\r\n");

    [Theory]
    [InlineData("""{ "FeatureManagement": { "own": { "EnabledFor": [ { "Name": "PostHog", "Parameters": { "Flag": "{|PHFM010:nope|}" } } ] } } }""", false)]
    [InlineData("""{ "FeatureManagement": { "own": { "EnabledFor": [ { "Name": "PostHog", "Parameters": { "Flag": "headline", "Variant": "bold" } } ] } } }""", true)]
    [InlineData("""{ "FeatureManagement": { "own": { "EnabledFor": [ { "Name": "Percentage", "Parameters": { "Flag": "nope" } } ] } } }""", true)]
    [InlineData("""{ "FeatureManagement": { "own": true }, "nope": """, true)]
    public Task Analyze_Configuration_IsReported(string json, bool isRight) =>
        Check.FileAsync(TestConfig.Configuration, isRight ? json : json.Replace("\"{|PHFM010:nope|}\"", "{|PHFM010:\"nope\"|}", StringComparison.Ordinal));

    [Fact]
    public Task Analyze_ConfiguredVariant_IsReported() => Check.FileAsync(
        TestConfig.Configuration,
        """
        {
          "feature_management": {
            "feature_flags": [
              {
                "id": "own", "enabled": true,
                "conditions": { "client_filters": [ { "name": "PostHog", "parameters": { "Flag": "headline", "Variant": {|PHFM012:"loud"|} } } ] }
              }
            ]
          }
        }
        """);

    [Fact]
    public Task Analyze_UnreadableFlags_ReportsNoUnknownName() => Check.FileAsync(
        "Pages/Index.cshtml", """<feature name="nope">x</feature>""", """{ "typedFlags": 1, "flags": [ {|PHFM001:{ }|} ] }""");
}
