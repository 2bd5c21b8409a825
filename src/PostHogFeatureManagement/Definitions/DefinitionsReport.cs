using Microsoft.Extensions.Logging;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.Evaluation;

namespace PostHogFeatureManagement.Definitions;

/// <summary>Logs, once per version of the definitions, their problems and the flags that need PostHog's servers.</summary>
internal static class DefinitionsReport
{
    public static void Log(ILogger logger, DefinitionsSnapshot snapshot)
    {
        logger.DefinitionsLoaded(snapshot.FlagSet.Count, snapshot.Generation);
        foreach (LoadReport report in snapshot.FlagSet.Reports)
        {
            logger.DefinitionsProblem(report.FlagKey, report.Problem, report.Detail);
        }

        foreach (FlagDefinition flag in snapshot.FlagSet.ServerDependent)
        {
            logger.DefinitionsNeedServer(flag.Key, flag.ServerCause);
        }
    }
}
