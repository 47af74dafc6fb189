using Remediator.Engine.Recording;

namespace Remediator.Cli.Records;

/// <summary>Finds the run that a user means by the beginning of its id.</summary>
internal static class RunOnRecord
{
    public static (RecordedRun? Run, UsageError? Error) Find(RunHistory history, string prefix) => history.Find(prefix) switch
    {
        [var one] => (one, null),
        [] => (null, new UsageError(prefix == "latest" ? "no run is on record" : $"no run on record begins with '{prefix}'", "remediator history lists the runs")),
        var many when many.FirstOrDefault(r => r.Id == prefix) is { } whole => (whole, null),
        var many => (null, new UsageError($"several runs begin with '{prefix}': {string.Join(", ", many.Take(5).Select(r => r.Id))}{(many.Count > 5 ? ", …" : "")}", "give more of the id")),
    };
}
