namespace PostHogFeatureManagement.Client;

/// <summary>Why an exchange with PostHog has no usable answer: the one vocabulary for flags and definitions.</summary>
internal enum WireFailure : byte
{
    None,

    /// <summary>No complete HTTP response arrived: DNS, connection, TLS, reset.</summary>
    Unreachable,
    TimedOut,

    /// <summary>502 or 504.</summary>
    GatewayError,

    /// <summary>Any other 5xx.</summary>
    ServerError,
    RateLimited,

    /// <summary>A success status with a body that PostHog would not send, or that is too large.</summary>
    Unreadable,
    Unauthorized,
    Forbidden,
    QuotaLimited,

    /// <summary>Any other status: the request or the address is wrong.</summary>
    Rejected,

    /// <summary>Not sent because the circuit is open.</summary>
    CircuitOpen,

    /// <summary>Not sent because too many requests are in flight.</summary>
    Overloaded,

    /// <summary>Not sent because the context's values could not be written.</summary>
    Unwritable,
}
