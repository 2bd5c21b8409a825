using System.Data.Common;
using Microsoft.Extensions.Configuration;

namespace PostHogFeatureManagement.Configuration.Rules;

/// <summary>Takes the address and the keys from the application's connection string, if it has one. Messages never quote it.</summary>
internal static class ConnectionRules
{
    private const string Endpoint = "Endpoint";
    private const string Token = "ProjectToken";
    private const string Secret = "SecretKey";

    public static void Apply(PostHogFeatureManagementOptions options, IConfiguration? configuration)
    {
        if (Find(options, configuration) is not { } connection)
        {
            return;
        }

        options.HostUrl = Take(Endpoint, nameof(options.HostUrl)) ?? options.HostUrl;
        options.ProjectToken = Take(Token, nameof(options.ProjectToken)) ?? options.ProjectToken;
        options.SecretKey = Take(Secret, nameof(options.SecretKey)) ?? options.SecretKey;

        string? Take(string part, string setting)
        {
            string? value = Part(connection, part);
            if (value is not null)
            {
                options.SettingsFromConnection.Add(setting);
            }

            return value;
        }
    }

    /// <summary>A connection string of the default name may be for something else, such as a database. Only one that the application names must be PostHog's.</summary>
    public static void Check(PostHogFeatureManagementOptions options, IConfiguration? configuration, OptionsProblems problems)
    {
        string name = options.ConnectionName;
        if (name.Length > 0 && name != PostHogFeatureManagementOptions.DefaultConnectionName && Find(options, configuration) is null)
        {
            problems.Add(
                nameof(PostHogFeatureManagementOptions.ConnectionName),
                $"is '{name}', but there is no ConnectionStrings:{name} of the form Endpoint=https://…;ProjectToken=phc_…;SecretKey=phs_….");
        }
    }

    private static DbConnectionStringBuilder? Find(PostHogFeatureManagementOptions options, IConfiguration? configuration)
    {
        string? text = string.IsNullOrEmpty(options.ConnectionName) ? null : configuration?.GetConnectionString(options.ConnectionName);
        try
        {
            var connection = new DbConnectionStringBuilder { ConnectionString = text };
            return Part(connection, Token) is null ? null : connection;
        }
        catch (ArgumentException)
        {
            // This is no list of names and values. The exception quotes some of it.
            return null;
        }
    }

    private static string? Part(DbConnectionStringBuilder connection, string name) =>
        connection.TryGetValue(name, out object? value) && value is string { Length: > 0 } text ? text : null;
}
