using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.FeatureManagement;
using PostHogFeatureManagement.FeatureManagement;

namespace PostHogFeatureManagement.IntegrationTests.FeatureManagement;

/// <summary>
/// The contract with the undocumented parts of Microsoft's packages. When a new version breaks one, the message says what to change and what is lost until then.
/// </summary>
[Trait("Promise", "FM-24")]
public sealed class MicrosoftInternalsTests
{
    private static readonly IConfiguration BothSchemas = new ConfigurationBuilder()
        .AddInMemoryCollection(
        [
            new("feature_management:feature_flags:0:id", "first"),
            new("FeatureManagement:second", "true"),
        ])
        .Build();

    [Fact]
    public void ProviderOf_Manager_IsTheProviderItWasMadeWith()
    {
        var provider = new ConfigurationFeatureDefinitionProvider(BothSchemas);

        Assert.True(
            ReferenceEquals(provider, MicrosoftInternals.ProviderOf(new FeatureManager(provider))),
            "FeatureManager keeps its definition provider elsewhere. Change MicrosoftInternals.ProviderOf; until then every check takes Microsoft's slower way.");
    }

    [Fact]
    public async Task ConfiguredNamesOf_MicrosoftsProvider_AreTheNamesItEnumerates()
    {
        var provider = new ConfigurationFeatureDefinitionProvider(BothSchemas);
        List<string> enumerated = [];
        await foreach (FeatureDefinition definition in provider.GetAllFeatureDefinitionsAsync())
        {
            enumerated.Add(definition.Name);
        }

        Assert.True(
            MicrosoftInternals.ConfiguredNamesOf(provider)?.Order().SequenceEqual(enumerated.Order()),
            "ConfigurationFeatureDefinitionProvider keeps its sections elsewhere. Change MicrosoftInternals.ConfiguredNamesOf; until then one unreadable flag hides those after it.");
    }

    [Fact]
    public void CreateFilter_NewFilter_HasNoOtherStateThanTheConstructorsOwn()
    {
        IConfiguration empty = new ConfigurationBuilder().Build();
        var settings = new object();
        FeatureFilterConfiguration filter = MicrosoftInternals.CreateFilter("PostHog", empty, settings);

        Assert.Equal(("PostHog", empty, settings), (filter.Name, filter.Parameters, filter.ParametersObject));
        string[] others =
        [
            .. typeof(FeatureFilterConfiguration).GetProperties()
                .Where(property => property.Name is not (nameof(filter.Name) or nameof(filter.Parameters) or nameof(filter.ParametersObject)))
                .Select(property => property.Name),
        ];
        Assert.True(
            others.Length == 0,
            $"FeatureFilterConfiguration has new properties, which MicrosoftInternals.CreateFilter leaves at their defaults: {string.Join(", ", others)}. Set them there as the constructor does.");
    }

    [Theory]
    [InlineData(typeof(IFeatureManager))]
    [InlineData(typeof(IVariantFeatureManager))]
    [InlineData(typeof(IFeatureManagerSnapshot))]
    [InlineData(typeof(IVariantFeatureManagerSnapshot))]
    public void IsMicrosofts_RegistrationOfAddFeatureManagement_IsTrue(Type service)
    {
        var services = new ServiceCollection();
        services.AddFeatureManagement();

        Assert.True(
            services.Single(descriptor => descriptor.ServiceType == service).IsMicrosofts(),
            $"AddFeatureManagement() registers {service.Name} in another way. Change MicrosoftInternals.IsMicrosofts; until then PostHog's flags take Microsoft's slower way.");
    }

    [Fact]
    public void IsMicrosofts_RegistrationOfTheApplication_IsFalse() =>
        Assert.False(ServiceDescriptor.Singleton<IFeatureManager>(_ => new FeatureManager(new ConfigurationFeatureDefinitionProvider(BothSchemas))).IsMicrosofts());

    [Fact]
    public void IsCircuitHub_BlazorServersHub_IsTrue()
    {
        Type[] hubs = [.. typeof(CircuitHandler).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Hub)))];

        Assert.True(
            hubs.Length == 1 && MicrosoftInternals.IsCircuitHub(hubs[0]),
            "Blazor Server's hub has moved. Change MicrosoftInternals.IsCircuitHub; until then circuits do not know the visitor who opened them.");
    }

    [Fact]
    public async Task AuthorizationHasRun_AfterTheMiddleware_IsInTheItems()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseTestServer();
        builder.Services.AddAuthorization();
        await using WebApplication app = builder.Build();
        app.UseRouting();
        app.UseAuthorization();
        app.MapGet("/", (HttpContext context) => context.Items.ContainsKey(MicrosoftInternals.AuthorizationHasRun).ToString());
        await app.StartAsync(TestContext.Current.CancellationToken);

        string isThere = await app.GetTestClient().GetStringAsync(new Uri("/", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.True(
            bool.Parse(isThere),
            "The authorization middleware marks requests in another way. Change MicrosoftInternals.AuthorizationHasRun; until then gates after authorization are not warned about.");
    }
}
