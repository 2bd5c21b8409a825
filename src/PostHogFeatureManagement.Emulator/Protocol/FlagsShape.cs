using Microsoft.AspNetCore.Http;

namespace PostHogFeatureManagement.Emulator.Protocol;

/// <summary>The shape of a response, as the path and the query ask for it (protocol §2.1, §2.5). An unknown version of <c>/flags</c> gets that of version 2.</summary>
/// <param name="Format">How it writes flags.</param>
/// <param name="HasConfiguration">Whether it has the client configuration.</param>
internal readonly record struct FlagsShape(FlagsFormat Format, bool HasConfiguration)
{
    /// <summary>Whether it has records.</summary>
    public bool HasRecords => Format is FlagsFormat.Records or FlagsFormat.TypedRecords;

    public static FlagsShape Of(string endpoint, IQueryCollection query) => endpoint == EndpointNames.Decide ? OfDecide(query) : OfFlags(query);

    private static FlagsShape OfFlags(IQueryCollection query)
    {
        bool hasVersion = query.ContainsKey("v");
        bool hasConfig = query.ContainsKey("config");
        FlagsFormat format = query["v"] == "3" ? FlagsFormat.TypedRecords : hasConfig && !hasVersion ? FlagsFormat.Values : FlagsFormat.Records;
        return new FlagsShape(format, query["config"].ToString() is "true" or "1" || (!hasVersion && !hasConfig));
    }

    private static FlagsShape OfDecide(IQueryCollection query) => new(
        query["v"].ToString() switch
        {
            "" or "1" => FlagsFormat.EnabledKeys,
            "2" => FlagsFormat.EnabledValues,
            "3" => FlagsFormat.Values,
            _ => FlagsFormat.Records,
        },
        HasConfiguration: true);
}
