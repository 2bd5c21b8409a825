using System.Text.Json;

namespace PostHogFeatureManagement.Client;

/// <summary>The value of <c>error.type</c> for each failure, such as <c>timed_out</c>.</summary>
internal static class ErrorTypes
{
    private static readonly string?[] Names =
        [.. Enum.GetValues<WireFailure>().Select(static failure => failure == WireFailure.None ? null : JsonNamingPolicy.SnakeCaseLower.ConvertName(failure.ToString()))];

    /// <summary>Null when nothing failed.</summary>
    public static string? Of(WireFailure failure) => Names[(int)failure];
}
