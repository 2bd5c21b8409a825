namespace PostHogFeatureManagement.Emulator.Protocol;

/// <summary>How a response of <c>/flags</c> or <c>/decide</c> writes flags (protocol §2.4, §2.5, §2.8).</summary>
internal enum FlagsFormat
{
    /// <summary>Records, as in version 2.</summary>
    Records,

    /// <summary>Records with a typed value, as in version 3.</summary>
    TypedRecords,

    /// <summary>Values and payloads.</summary>
    Values,

    /// <summary>The values of the flags that are on, as in version 2 of <c>/decide</c>.</summary>
    EnabledValues,

    /// <summary>The keys of the flags that are on, as in version 1 of <c>/decide</c>.</summary>
    EnabledKeys,
}
