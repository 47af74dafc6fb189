using Remediator.Cli;
using Remediator.Cli.Engine;
using Remediator.Cli.Personas;
using Remediator.Cli.Terminals;

// A link named as one of Ansible's programs makes this one answer as that.
string[] words = PersonaList.Find(CalledName.OfThisProcess()) is { } persona ? [persona.Name, .. args] : args;
return await Application.RunAsync(words, new Surroundings(new SystemTerminal(), new EngineSession(), TimeProvider.System));
