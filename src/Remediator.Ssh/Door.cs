using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Remediator.Engine.Running;

namespace Remediator.Ssh;

/// <summary>One try to open a channel: it, or why there is none.</summary>
internal sealed record Attempt(IChannel? Channel, LoginTrouble? Trouble);

/// <summary>
/// A way that many logins share: a bastion, or this machine's own network. Lets a few in at a time, tries again after trouble that may
/// pass, and leaves a bastion alone that has failed many times in a row.
/// </summary>
internal sealed class Door : IDisposable
{
    private readonly string? bastion;
    private readonly SemaphoreSlim places;
    private readonly ResiliencePipeline<Attempt> pipeline;

    /// <param name="bastion">Null for the direct way, which has no circuit breaker: its failures are those of unrelated hosts.</param>
    public Door(string? bastion, SshOptions options, TimeProvider clock)
    {
        this.bastion = bastion;
        places = new SemaphoreSlim(bastion is null ? options.DirectLogins : options.LoginsPerBastion);
        var builder = new ResiliencePipelineBuilder<Attempt> { TimeProvider = clock };
        if (options.Retries > 0)
        {
            builder.AddRetry(new RetryStrategyOptions<Attempt>
            {
                ShouldHandle = arguments => ValueTask.FromResult(arguments.Outcome.Result?.Trouble is { MayPass: true }),
                MaxRetryAttempts = options.Retries,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = options.RetryDelay,
            });
        }

        if (bastion is not null)
        {
            builder.AddCircuitBreaker(new CircuitBreakerStrategyOptions<Attempt>
            {
                ShouldHandle = arguments => ValueTask.FromResult(arguments.Outcome.Result?.Trouble is { OfBastion: true }),
                FailureRatio = 1,
                MinimumThroughput = options.BastionFailures,
                SamplingDuration = TimeSpan.FromSeconds(60),
                BreakDuration = options.BastionPause,
            });
        }

        pipeline = builder.Build();
    }

    /// <summary>The channel, or the last trouble with the number of tries.</summary>
    public async Task<Opening> EnterAsync(string host, Func<CancellationToken, Task<Attempt>> login, CancellationToken cancellation)
    {
        var tries = 0;
        Attempt attempt;
        try
        {
            attempt = await pipeline.ExecuteAsync(async token =>
            {
                // The pause between two tries holds no place.
                await places.WaitAsync(token).ConfigureAwait(false);
                try
                {
                    tries++;
                    return await login(token).ConfigureAwait(false);
                }
                finally
                {
                    places.Release();
                }
            }, cancellation).ConfigureAwait(false);
        }
        catch (BrokenCircuitException)
        {
            return Opening.Failed(new Trouble(TroubleKind.Network, $"{host} was not tried: its bastion {bastion} has failed many times in a row", "mend the bastion, then run again") { Attempts = tries });
        }

        return attempt.Channel is { } channel ? Opening.Of(channel) : Opening.Failed(attempt.Trouble!.Trouble with { Attempts = tries });
    }

    public void Dispose() => places.Dispose();
}
