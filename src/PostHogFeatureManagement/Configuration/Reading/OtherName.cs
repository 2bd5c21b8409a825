namespace PostHogFeatureManagement.Configuration.Reading;

/// <summary>The property behind another name of a setting, and whether that name is an old one, which logs a warning.</summary>
internal sealed record OtherName(string Property, bool IsOld);
