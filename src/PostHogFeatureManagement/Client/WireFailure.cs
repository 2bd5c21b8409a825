namespace PostHogFeatureManagement.Client;

/// <summary>Why an exchange with PostHog has no usable answer, whether it is about flags or definitions.</summary>
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

    /// <summary>400 or 413: the request itself is wrong or too large.</summary>
    Rejected,

    /// <summary>A status that PostHog does not send, such as 3xx, 204, 404 or 408: the address is wrong, or a proxy answers.</summary>
    UnexpectedStatus,

    /// <summary>Not sent because the circuit is open.</summary>
    CircuitOpen,

    /// <summary>Not sent because there was no place for as long as it was wanted.</summary>
    Overloaded,

    /// <summary>Not sent, or its answer ignored, because PostHog is switched off.</summary>
    SwitchedOff,
}
