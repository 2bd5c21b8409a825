using Microsoft.AspNetCore.Http;

namespace PostHogFeatureManagement.Emulator.Protocol;

/// <summary>The shape of a <c>/flags</c> response, as the query asks for it (protocol §2.1). An unknown version gets that of version 2.</summary>
/// <param name="IsLegacy">Whether it has values instead of records.</param>
/// <param name="IsTyped">Whether its records have a typed value, as in version 3.</param>
/// <param name="HasConfiguration">Whether it has the client configuration.</param>
internal readonly record struct FlagsShape(bool IsLegacy, bool IsTyped, bool HasConfiguration)
{
    public static FlagsShape Of(IQueryCollection query)
    {
        bool hasVersion = query.ContainsKey("v");
        bool hasConfig = query.ContainsKey("config");
        return new FlagsShape(
            IsLegacy: !hasVersion && hasConfig,
            IsTyped: query["v"] == "3",
            HasConfiguration: query["config"].ToString() is "true" or "1" || (!hasVersion && !hasConfig));
    }
}
