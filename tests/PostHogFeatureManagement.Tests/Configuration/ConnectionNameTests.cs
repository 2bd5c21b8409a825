using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Configuration;

/// <summary>A connection string gives the address and the keys, as Aspire does it.</summary>
[Trait("Promise", "OP-04")]
public sealed class ConnectionNameTests
{
    private const string Connection = "Endpoint=https://posthog.example.com;ProjectToken=phc_connection;SecretKey=phs_connection";

    [Fact]
    public void Value_ConnectionStringOfDefaultName_WinsOverSection()
    {
        PostHogFeatureManagementOptions options = AppSettings
            .InSection(("HostUrl", "https://eu.i.posthog.com"))
            .With("ConnectionStrings:posthog", Connection)
            .Read();

        Assert.Equal(
            ("https://posthog.example.com", "phc_connection", "phs_connection"),
            (options.HostUrl, options.ProjectToken, options.SecretKey));
    }

    [Fact]
    public void Value_ConnectionStringWithoutAddress_KeepsTheSectionsAddress()
    {
        PostHogFeatureManagementOptions options = AppSettings
            .InSection(("HostUrl", "https://eu.i.posthog.com"))
            .With("ConnectionStrings:posthog", "ProjectToken=phc_connection")
            .Read();

        Assert.Equal(("https://eu.i.posthog.com", "phc_connection"), (options.HostUrl, options.ProjectToken));
    }

    [Theory]
    [InlineData("Host=db;Database=posthog;Username=u;Password=hunter2")]
    [InlineData("not a list of names and values")]
    [InlineData("")]
    public void Value_DefaultNameIsForSomethingElse_IsIgnored(string connection) =>
        Assert.Equal("phc_x", AppSettings.InSection().With("ConnectionStrings:posthog", connection).Read().ProjectToken);

    [Fact]
    public void Value_EmptyName_ReadsNone() =>
        Assert.Equal("phc_x", AppSettings.InSection(("ConnectionName", string.Empty)).With("ConnectionStrings:posthog", Connection).Read().ProjectToken);

    [Theory]
    [InlineData(null)]
    [InlineData("Host=db;Password=hunter2")]
    public void Problems_NamedConnectionStringIsNotPostHogs_SaysWhatItMustBe(string? connection)
    {
        string problem = Assert.Single(AppSettings.InSection(("ConnectionName", "flags")).With("ConnectionStrings:flags", connection).Problems());

        Assert.StartsWith("PostHog:ConnectionName is 'flags', but there is no ConnectionStrings:flags of the form Endpoint=", problem, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Problems_ConnectionStringWithWrongKey_AreReported() => Assert.Single(
        AppSettings.InSection().With("ConnectionStrings:posthog", "ProjectToken=phs_wrong;Endpoint=https://posthog.example.com").Problems());
}
