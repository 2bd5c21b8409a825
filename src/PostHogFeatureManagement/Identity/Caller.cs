namespace PostHogFeatureManagement.Identity;

/// <summary>Who is asking, and who vouches for it.</summary>
internal readonly record struct Caller(PostHogContext Context, CallerTrust Trust)
{
    /// <summary>A caller about whom nothing is known.</summary>
    public static Caller Nobody => new(PostHogContext.Anonymous, CallerTrust.None);

    /// <summary>A caller whom the application's own code names: pushed, or passed with the call. Without a person or a group, it names no one.</summary>
    public static Caller OfApplication(PostHogContext context) =>
        new(context, context.DistinctId is null && context.Groups.Count == 0 ? CallerTrust.None : CallerTrust.Application);
}
