namespace PostHogFeatureManagement.Configuration.Reading;

/// <summary>A setting that configuration has under its old name. Both names are full paths.</summary>
internal sealed record RenamedSetting(string OldName, string NewName);
