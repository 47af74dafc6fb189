using Remediator.Cli;
using Remediator.Cli.Engine;
using Remediator.Cli.Terminals;

return await Application.RunAsync(args, new Surroundings(new SystemTerminal(), new EngineSession(), TimeProvider.System));
