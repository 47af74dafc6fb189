using Remediator.Language.Diagnostics;
using Remediator.Language.Text;

namespace Remediator.Cli.Engine;

/// <summary>The engine behind the verbs: the one place that knows both.</summary>
internal sealed class EngineSession : IEngineSession
{
    private static readonly Diagnostic Absent = Diagnostic.Error("RMD2999", Span.None, "this build has no engine");

    public Task<Loaded<ILoadedRun>> LoadRunAsync(RunRequest request, CancellationToken cancellation) =>
        Task.FromResult(new Loaded<ILoadedRun>(null, [Absent]));

    public Task<Loaded<LoadedInventory>> LoadInventoryAsync(RunRequest request, CancellationToken cancellation) =>
        Task.FromResult(new Loaded<LoadedInventory>(null, [Absent]));
}
