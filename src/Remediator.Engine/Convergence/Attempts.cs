using Polly;
using Polly.Retry;
using Remediator.Engine.Planning;

namespace Remediator.Engine.Convergence;

/// <summary>
/// Tries something until it passes, its tries are used up or its time is over. Time is monotonic: a step of this machine's clock
/// neither ends nor prolongs it.
/// </summary>
/// <param name="Retries">Tries after the first, or null where only time bounds them.</param>
/// <param name="Within">How long new tries may start after the first one did, or null.</param>
/// <param name="Every">The pause between tries.</param>
public sealed record Attempts(int? Retries, TimeSpan? Within, TimeSpan Every)
{
    /// <summary>The last try's outcome.</summary>
    /// <param name="attempt">Gets the number of the try, from 1.</param>
    /// <param name="passes">Whether an outcome needs no further try.</param>
    /// <param name="retrying">Called before each pause with the number of the try that did not pass and the tries left, where they are counted.</param>
    public async Task<ItemOutcome> RunAsync(Func<int, CancellationToken, Task<ItemOutcome>> attempt, Func<ItemOutcome, bool> passes, Action<ItemOutcome, int, int?> retrying, TimeProvider time, CancellationToken cancellation)
    {
        var start = time.GetTimestamp();
        var number = 0;
        var pipeline = new ResiliencePipelineBuilder<ItemOutcome> { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions<ItemOutcome>
            {
                MaxRetryAttempts = Retries is { } count ? Math.Max(count, 1) : int.MaxValue,
                BackoffType = DelayBackoffType.Constant,
                Delay = Every,
                MaxDelay = Every > TimeSpan.Zero ? Every : null,
                ShouldHandle = arguments => ValueTask.FromResult(
                    arguments.Outcome.Exception is null
                    && !passes(arguments.Outcome.Result!)
                    && Retries is not 0
                    && (Within is not { } within || time.GetElapsedTime(start) + Every <= within)),
                OnRetry = arguments =>
                {
                    retrying(arguments.Outcome.Result!, arguments.AttemptNumber + 1, Retries is { } all ? all - arguments.AttemptNumber : null);
                    return ValueTask.CompletedTask;
                },
            })
            .Build();
        return await pipeline.ExecuteAsync(async token => await attempt(++number, token).ConfigureAwait(false), cancellation).ConfigureAwait(false);
    }
}
