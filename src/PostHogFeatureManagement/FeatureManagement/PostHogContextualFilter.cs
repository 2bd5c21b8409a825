using Microsoft.Extensions.Configuration;
using Microsoft.FeatureManagement;

namespace PostHogFeatureManagement.FeatureManagement;

/// <summary>
/// Decides for the context passed to the call. It takes any object, so that every context type reaches it and none is ever ambiguous.
/// </summary>
[FilterAlias(PostHogFilter.Alias)]
internal sealed class PostHogContextualFilter(PostHogFilterCore gate) : IContextualFeatureFilter<object>, IFilterParametersBinder
{
    public object BindParameters(IConfiguration parameters) => PostHogFilterSettings.Bind(parameters);

    public Task<bool> EvaluateAsync(FeatureFilterEvaluationContext featureFilterContext, object appContext) => gate.EvaluateAsync(featureFilterContext, appContext);
}
