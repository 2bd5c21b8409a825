namespace PostHogFeatureManagement.Emulator;

/// <summary>The exception for an emulator that cannot start or cannot carry out a call. The message is one line and says what to change.</summary>
public sealed class PostHogEmulatorException : Exception
{
    /// <summary>Creates the exception.</summary>
    public PostHogEmulatorException()
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What is wrong and what to change, in one line.</param>
    public PostHogEmulatorException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What is wrong and what to change, in one line.</param>
    /// <param name="innerException">The cause.</param>
    public PostHogEmulatorException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
