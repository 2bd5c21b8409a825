namespace PostHogFeatureManagement.Evaluation;

/// <summary>The result of one filter: no, yes, undecided because data is missing, or decidable only by the server (protocol §0.2).</summary>
internal readonly record struct MatchResult
{
    private enum Kind : byte
    {
        No,
        Yes,
        Undecided,
        NeedsServer,
    }

    private readonly Kind _kind;

    private MatchResult(Kind kind, FlagReason reason)
    {
        _kind = kind;
        Reason = reason;
    }

    public static MatchResult No => default;

    public static MatchResult Yes => new(Kind.Yes, FlagReason.Unknown);

    /// <summary>Why there is no answer. Meaningless for yes and no.</summary>
    public FlagReason Reason { get; }

    public bool IsNo => _kind == Kind.No;

    public bool IsYes => _kind == Kind.Yes;

    public bool IsDecided => _kind <= Kind.Yes;

    public bool IsServerOnly => _kind == Kind.NeedsServer;

    public static MatchResult Undecided(FlagReason reason) => new(Kind.Undecided, reason);

    public static MatchResult NeedsServer(FlagReason reason) => new(Kind.NeedsServer, reason);

    /// <summary>
    /// The reason that is given when there are two why a flag is undecided (protocol §5.8): what no caller can change comes before what the context lacks. Of
    /// equal ones, the one that was found first. Unknown comes last.
    /// </summary>
    public static FlagReason FirstReason(FlagReason found, FlagReason other) => Place(other) < Place(found) ? other : found;

    public static MatchResult From(bool matches) => matches ? Yes : No;

    /// <summary>This undecided result, with the other's reason if that comes first. A filter that needs the server keeps its place.</summary>
    public MatchResult OrReasonOf(MatchResult other) =>
        _kind == Kind.Undecided && other._kind == Kind.Undecided ? Undecided(FirstReason(Reason, other.Reason)) : this;

    /// <summary>Returns the complement. An undecided result stays undecided.</summary>
    public MatchResult Negate() => _kind switch
    {
        Kind.No => Yes,
        Kind.Yes => No,
        _ => this,
    };

    private static int Place(FlagReason reason) => reason switch
    {
        FlagReason.ExperienceContinuity => 0,
        FlagReason.UnsupportedFormat or FlagReason.MalformedDefinition => 1,
        FlagReason.UndecidedDependency => 2,
        FlagReason.Unknown => 4,
        _ => 3,
    };
}
