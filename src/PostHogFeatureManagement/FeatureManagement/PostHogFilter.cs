using Microsoft.Extensions.Configuration;
using Microsoft.FeatureManagement;

namespace PostHogFeatureManagement.FeatureManagement;

/// <summary>Decides for the ambient caller.</summary>
[FilterAlias(Alias)]
internal sealed class PostHogFilter(PostHogFilterCore core) : IFeatureFilter, IFilterParametersBinder
{
    public const string Alias = "PostHog";

    public object BindParameters(IConfiguration parameters) => PostHogFilterSettings.Bind(parameters);

    public Task<bool> EvaluateAsync(FeatureFilterEvaluationContext context) => core.EvaluateAsync(context, appContext: null);
}
