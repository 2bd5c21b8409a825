namespace PostHogFeatureManagement.Testing;

/// <summary>An assertion about flags failed, or a check asked for a flag that the test has not set. The message says what happened instead.</summary>
public sealed class PostHogTestException : Exception
{
    /// <summary>Creates an exception without a message.</summary>
    public PostHogTestException()
    {
    }

    /// <summary>Creates an exception with a message.</summary>
    /// <param name="message">The message.</param>
    public PostHogTestException(string message)
        : base(message)
    {
    }

    /// <summary>Creates an exception with a message and a cause.</summary>
    /// <param name="message">The message.</param>
    /// <param name="innerException">The cause.</param>
    public PostHogTestException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
