using Microsoft.Extensions.Options;

namespace PostHogFeatureManagement.Emulator.Hosting;

/// <summary>Validates the emulator's settings. Problems with a file or a port show only when it is used.</summary>
internal sealed class PostHogEmulatorOptionsValidator : IValidateOptions<PostHogEmulatorOptions>
{
    private const string Name = nameof(PostHogEmulatorOptions);

    public ValidateOptionsResult Validate(string? name, PostHogEmulatorOptions options)
    {
        var problems = new List<string>();
        if (options.Port is < 0 or > 65535)
        {
            problems.Add(FormattableString.Invariant($"{Name}.{nameof(options.Port)} is {options.Port}. It must be from 0 (a free port) to 65535."));
        }

        if (options.DefinitionsFile is not null && options.Definitions is not null)
        {
            problems.Add($"{Name}.{nameof(options.DefinitionsFile)} and {Name}.{nameof(options.Definitions)} are both set. Set only one of them.");
        }
        else if (options.DefinitionsFile is { } file && string.IsNullOrWhiteSpace(file))
        {
            problems.Add($"{Name}.{nameof(options.DefinitionsFile)} is empty. Set it to a file, or remove it.");
        }

        if (options.Persons.Keys.Any(string.IsNullOrEmpty))
        {
            problems.Add($"{Name}.{nameof(options.Persons)} has a person without a distinct id.");
        }

        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }
}
