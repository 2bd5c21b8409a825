namespace PostHogFeatureManagement.Diagnostics;

/// <summary>
/// Ids of all log events: 1xx Client, 2xx Definitions, 3xx Flags, 4xx Caching, 5xx Events, 6xx FeatureManagement, 7xx Identity and AspNetCore, 8xx
/// Configuration. An id is never reused; retired: 751.
/// </summary>
internal static class LogEvents
{
    public const int BreakerOpened = 100;
    public const int BreakerClosed = 101;
    public const int EvaluationFailed = 102;
    public const int EvaluationRecovered = 103;
    public const int AttemptBroke = 104;
    public const int SharedBreakerLookFailed = 105;
    public const int RateLimitNear = 106;
    public const int PayloadMalformed = 108;

    public const int DefinitionsLoaded = 200;
    public const int DefinitionsFailed = 201;
    public const int DefinitionsRecovered = 202;
    public const int DefinitionsProblem = 203;
    public const int DefinitionsNeedServer = 204;
    public const int DefinitionsUnreadable = 205;
    public const int DefinitionsNotReady = 206;
    public const int DefinitionsRefreshBroke = 207;
    public const int DefinitionsMoreProblems = 208;
    public const int DefinitionsMoreNeedServer = 209;
    public const int DefinitionsHandlerBroke = 210;
    public const int DefinitionsFromFile = 211;
    public const int DefinitionsFileRefused = 212;
    public const int LastGoodFileNotWritten = 213;
    public const int EndpointsNotMapped = 214;
    public const int UnitBudgetExceeded = 215;

    public const int SharedCopyOpen = 230;
    public const int SharingInterrupted = 231;
    public const int SharingResumed = 232;
    public const int SharedCopyUnusable = 233;
    public const int SharedCopyTooLarge = 234;
    public const int PollsForAll = 235;
    public const int SharingBroke = 236;
    public const int DefinitionsFromFleet = 237;
    public const int SharedCopyNotWritten = 238;

    public const int FlagDecisionBroke = 300;
    public const int PropertyLeftOut = 301;
    public const int CallerWithoutId = 302;
    public const int Started = 303;
    public const int IdTooLong = 304;
    public const int StatusHandlerBroke = 305;
    public const int OperatorOverridesChanged = 306;
    public const int FlagEvaluation = 310;
    public const int MissingKeysNotAsked = 313;
    public const int RemoteConfigWithoutSecretKey = 320;
    public const int RemoteConfigRedacted = 321;
    public const int RemoteConfigFailed = 322;

    public const int DistributedCachePaused = 400;
    public const int DistributedCacheRecovered = 401;
    public const int DistributedCacheUnusable = 402;
    public const int CacheLoadFailed = 403;
    public const int CacheCodecFailed = 404;
    public const int CacheEncryptionFailed = 405;
    public const int RedisUnreachable = 406;
    public const int AnswersTooLarge = 407;

    public const int EventsDropped = 500;
    public const int EventsNotSent = 501;
    public const int EventsSentAgain = 502;
    public const int EventRejected = 503;
    public const int EventTooLarge = 504;
    public const int EventHookBroke = 505;
    public const int EventWithoutId = 506;
    public const int EventsLeftAtStop = 507;
    public const int EventsBroke = 508;
    public const int EventsRefused = 509;

    public const int ConfigurationFallbackBroke = 600;
    public const int FilterNamesItself = 601;
    public const int NamesShadowed = 602;
    public const int CallerUnknown = 603;
    public const int ConfigurationUnreadable = 604;
    public const int ConfiguredFlagUnreadable = 605;
    public const int ContextWithoutCaller = 606;
    public const int FilterParameterUnknown = 607;

    public const int UserWithoutId = 700;
    public const int OutputCacheAroundGate = 701;
    public const int CallerUnverified = 710;
    public const int IdIsPlaceholder = 711;
    public const int EnricherFailed = 712;
    public const int VisitorUnrecognized = 713;
    public const int KeysMayBeLost = 714;
    public const int OverridesApplied = 715;
    public const int OverridesRejected = 716;
    public const int OverridesPolicyBroke = 717;
    public const int FlagExplained = 720;
    public const int BootstrapNotMapped = 721;
    public const int GatesRunAfterAuthorization = 750;
    public const int GatesOfUnknownFeatures = 752;

    public const int SettingRenamed = 800;
    public const int SettingsOfPostHogsPackage = 801;
    public const int Switched = 802;
    public const int SwitchStaysOff = 803;
    public const int ChangedSettingsInvalid = 804;
}
