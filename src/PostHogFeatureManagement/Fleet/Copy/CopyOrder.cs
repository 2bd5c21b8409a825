namespace PostHogFeatureManagement.Fleet.Copy;

/// <summary>
/// Decides which definitions are newer and who has to publish. It goes by generations and never by a clock, so that no answer that was under way for long, and no
/// clock that is wrong, rolls anybody back. Pure.
/// </summary>
/// <remarks>
/// After a look at the head. "Held" is what this instance uses; a file counts as generation 0.
/// <code>
/// head                              held                                       move
/// unavailable                       any                                        None
/// any, same hash, not lower         alone                                      Join
/// any other                         alone                                      Poll; if that fails, AfterFailedPoll
/// absent                            generation 1 or more                       Republish
/// absent                            generation 0, or none                      None
/// unreadable                        any                                        None: the next publication replaces it
/// higher generation                 a file that was written later              Poll: the file is newer
/// higher generation                 any other                                  Install
/// same generation, same hash        published                                  Confirm
/// same generation, higher hash      published                                  Install: of equals, the higher hash stays
/// same generation, lower hash       published                                  Republish
/// lower generation                  confirmed within two intervals             Republish
/// lower generation                  not confirmed for longer                   Poll: it may have slept while the others went on
/// generation 0, no body             generation 0, or none                      None
/// </code>
/// After a poll. "Head" is the head as it was when the poll began.
/// <code>
/// head                              PostHog's answer                           move
/// unavailable                       definitions, or that they are current      KeepAlone
/// same hash, not lower than held    definitions, or that they are current      Renew
/// no generation left                definitions, or that they are current      KeepAlone
/// any other                         definitions, or that they are current      Publish under the next generation
/// any but unavailable               to wait                                    Postpone
/// any                               any other failure                          None
/// </code>
/// After a failed poll of an instance that was alone. Its definitions came after the generation that it held.
/// <code>
/// head                              move
/// higher generation                 Install
/// any other                         None
/// </code>
/// </remarks>
internal static class CopyOrder
{
    /// <summary>What a double can count, so that any tool reads the same number. Nothing real comes near it. Nothing higher is written, and nothing higher is read.</summary>
    public const long HighestGeneration = 1L << 53;

    public static LookMove AfterLook(HeldVersion held, HeadLook look)
    {
        if (look.State == HeadState.Unavailable)
        {
            return LookMove.None;
        }

        if (held.IsAlone)
        {
            return IsJoinable(held, look, held.Hash) ? LookMove.Join : LookMove.Poll;
        }

        if (look.State == HeadState.Absent)
        {
            return held.Generation > 0 ? LookMove.Republish : LookMove.None;
        }

        if (look.Head is not { } head)
        {
            return LookMove.None;
        }

        if (head.Generation < held.Floor)
        {
            bool isOursNewer = head.Generation < held.Generation && held.IsFresh;
            return isOursNewer ? LookMove.Republish : head.Body is null ? LookMove.None : LookMove.Poll;
        }

        if (head.Generation > held.Generation)
        {
            return LookMove.Install;
        }

        return string.CompareOrdinal(head.Body?.Hash, held.Hash) switch
        {
            _ when head.Body is null => LookMove.None,
            0 => LookMove.Confirm,
            > 0 => LookMove.Install,
            _ => LookMove.Republish,
        };
    }

    /// <summary>What an instance that was alone does when it cannot poll: it takes what the others have published since.</summary>
    public static LookMove AfterFailedPoll(HeldVersion held, HeadLook look) =>
        held.IsAlone && look.Head is { Body: not null } head && head.Generation > held.Generation ? LookMove.Install : LookMove.None;

    /// <param name="held">What the instance holds.</param>
    /// <param name="start">The head when the poll began.</param>
    /// <param name="hash">The hash of the definitions that PostHog sent or confirmed; null when the poll failed.</param>
    /// <param name="isToWait">Whether PostHog asked not to be asked for a while.</param>
    public static PollMove AfterPoll(HeldVersion held, HeadLook start, string? hash, bool isToWait)
    {
        if (hash is null)
        {
            return isToWait && start.State != HeadState.Unavailable ? PollMove.Postpone : PollMove.None;
        }

        return start.State == HeadState.Unavailable ? PollMove.KeepAlone
            : IsJoinable(held, start, hash) ? PollMove.Renew
            : NextGeneration(held, start) > HighestGeneration ? PollMove.KeepAlone
            : PollMove.Publish;
    }

    /// <summary>What a renewal becomes whose definitions the others could not read: under the next generation, if there is one, they read them again.</summary>
    public static PollMove AfterRepair(HeldVersion held, HeadLook start) =>
        NextGeneration(held, start) > HighestGeneration ? PollMove.Renew : PollMove.Publish;

    /// <summary>The generation of a publication that goes on from <paramref name="start"/>.</summary>
    public static long NextGeneration(HeldVersion held, HeadLook start) => Math.Max(start.Head?.Generation ?? 0, held.Floor) + 1;

    private static bool IsJoinable(HeldVersion held, HeadLook look, string? hash) =>
        look.Head is { Body: { } body } head && body.Hash == hash && head.Generation >= held.Floor;
}
