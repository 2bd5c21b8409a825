using Microsoft.Extensions.Configuration;
using Microsoft.FeatureManagement;

namespace PostHogFeatureManagement.FeatureManagement;

/// <summary>Decides for the context passed to the call. It accepts any object, so every context type reaches it and none is ambiguous.</summary>
[FilterAlias(PostHogFilter.Alias)]
internal sealed class PostHogContextualFilter(PostHogFilterCore core) : IContextualFeatureFilter<object>, IFilterParametersBinder
{
    public object BindParameters(IConfiguration parameters) => PostHogFilterSettings.Bind(parameters);

    public Task<bool> EvaluateAsync(FeatureFilterEvaluationContext featureFilterContext, object appContext) => core.EvaluateAsync(featureFilterContext, appContext);
}
