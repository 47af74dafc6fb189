using Remediator.Cli.Settings;
using Remediator.Engine.Reporting;

namespace Remediator.Cli.Personas;

/// <summary>One of Ansible's programs, as which this one answers where it is called by that name: its options, texts and exit codes.</summary>
internal abstract class Persona
{
    /// <summary>What the reference prints as its release; scripts ask for it.</summary>
    public const string LanguageRelease = "2.14.18";

    protected static readonly PersonaOption Help = new("show this help message and exit", "-h", "--help");
    protected static readonly PersonaOption Version = new("show the version, the configuration file and exit", "--version");
    protected static readonly PersonaOption Verbose = new("say more; up to -vvvvvv", "-v", "--verbose");

    public abstract string Name { get; }

    /// <summary>One sentence for the help.</summary>
    protected abstract string Summary { get; }

    /// <summary>Words that belong to no option, as the usage shows them.</summary>
    protected abstract string Operands { get; }

    protected abstract IReadOnlyList<PersonaOption> Options { get; }

    /// <summary>Understands the words and does what they ask; gives the exit code.</summary>
    public async Task<int> InvokeAsync(IReadOnlyList<string> words, Surroundings around, CancellationToken cancellation)
    {
        try
        {
            var arguments = new ArgumentParser([Help, Version, .. Options]).Parse(words);
            if (arguments.Has(Help))
            {
                around.Terminal.Out.Write(PersonaHelp.Write(Name, Summary, Operands, [Help, Version, .. Options]));
                around.Terminal.Out.Flush();
                return PersonaExitCodes.Success;
            }

            if (arguments.Has(Version))
            {
                around.Terminal.Out.Write($"{Name} [core {LanguageRelease}]\n  engine = remediator {Application.Version}\n");
                around.Terminal.Out.Flush();
                return PersonaExitCodes.Success;
            }

            return await RunAsync(arguments, around, cancellation);
        }
        catch (PersonaUsageException wrong)
        {
            around.Terminal.Error.Write(PersonaHelp.Usage(Name, Operands, [Help, Version, .. Options]));
            around.Terminal.Error.WriteLine($"{Name}: error: {PrintableText.Of(wrong.Message)}");
            return PersonaExitCodes.Usage;
        }
        catch (PersonaException wrong)
        {
            around.Terminal.Out.Flush();
            around.Terminal.Error.WriteLine($"ERROR! {wrong.Message}");
            return wrong.ExitCode;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return PersonaExitCodes.Interrupted;
        }
    }

    /// <summary>The request that the configuration makes, with the number of <c>-v</c>.</summary>
    protected static RunRequest Configured(PersonaArguments arguments, Surroundings around)
    {
        var settings = LoadSettings(around);
        var request = SettingsRequest.Of(settings);
        request = request with { Verbosity = request.Verbosity + arguments.Count(Verbose) };
        if (request.Verbosity > 0)
        {
            around.Terminal.Out.WriteLine(settings.ConfigFile is { } file ? $"Using {file} as config file" : "No config file found; using defaults");
        }

        return request;
    }

    /// <param name="isForLocalhost">Whether to leave out that only localhost is there, as for one task.</param>
    protected static void WarnOfNoInventory(RunRequest request, Surroundings around, bool isForLocalhost = false)
    {
        if (request.Inventories.Count > 0)
        {
            return;
        }

        if (request.Settings.InventoryUnparsedIsFailed)
        {
            throw new PersonaException("No inventory was parsed, please check your configuration and options.");
        }

        if (request.Settings.InventoryUnparsedWarning)
        {
            PersonaWarnings.Write(around.Terminal, "No inventory was parsed, only implicit localhost is available", request.Settings.ForceColor);
        }

        if (request.Settings.LocalhostWarning && !isForLocalhost)
        {
            PersonaWarnings.Write(around.Terminal, "provided hosts list is empty, only localhost is available. Note that the implicit localhost does not match 'all'", request.Settings.ForceColor);
        }
    }

    /// <summary>Ansible's configuration; warnings about it are told.</summary>
    protected static AnsibleSettings LoadSettings(Surroundings around)
    {
        try
        {
            var (settings, warnings) = SettingsLoader.Load(around.Terminal);
            foreach (var warning in warnings)
            {
                PersonaWarnings.Write(around.Terminal, warning);
            }

            return settings;
        }
        catch (SettingException wrong)
        {
            throw new PersonaException(wrong.Message, PersonaExitCodes.Options);
        }
    }

    protected abstract Task<int> RunAsync(PersonaArguments arguments, Surroundings around, CancellationToken cancellation);
}

/// <summary>Ends a persona with <c>ERROR!</c>, the message and an exit code.</summary>
internal sealed class PersonaException(string message, int exitCode = PersonaExitCodes.Error) : Exception(message)
{
    public int ExitCode { get; } = exitCode;
}
