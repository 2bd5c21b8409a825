using Microsoft.Extensions.Configuration;

namespace PostHogFeatureManagement.Tests.Support;

/// <summary>Settings that change while the application runs, as those in a settings file do.</summary>
internal sealed class LiveSettings : ConfigurationProvider, IConfigurationSource
{
    public LiveSettings(params (string Key, string? Value)[] settings) => Set(settings);

    public IConfigurationProvider Build(IConfigurationBuilder builder) => this;

    /// <summary>Changes settings. Null removes one.</summary>
    public void Change(params (string Key, string? Value)[] settings)
    {
        Set(settings);
        OnReload();
    }

    /// <summary>Removes everything, as when the settings file is missing.</summary>
    public void Vanish()
    {
        Data.Clear();
        OnReload();
    }

    private void Set((string Key, string? Value)[] settings)
    {
        foreach ((string key, string? value) in settings)
        {
            if (value is null)
            {
                Data.Remove(key);
            }
            else
            {
                Data[key] = value;
            }
        }
    }
}
