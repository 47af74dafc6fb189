using Remediator.Engine.Healing;

namespace Remediator.Engine.Tests.Healing;

public sealed class HealBudgetTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);
    private static readonly HealBudget Budget = new(new HealSettings { Controller = "c", Holder = "h" });

    [Theory]
    [InlineData("", null)]
    [InlineData("-50 good, -40 good", null)]
    [InlineData("-50 good, -40 good, -30 good", "3 remediations in the last 1h; the next one not before 2026-11-22 12:10:00Z")]
    [InlineData("-61 good, -40 good, -30 good", null)]
    [InlineData("-50 good, -40 good, -30 none", null)]
    [InlineData("-6 bad", null)]
    [InlineData("-4 bad", "1 remediation failed in a row; it is left alone until 2026-11-22 12:01:00Z: it broke")]
    [InlineData("-100 bad, -30 bad, -9 bad", "3 remediations failed in a row; it is left alone until 2026-11-22 12:11:00Z: it broke")]
    [InlineData("-100 bad, -30 good, -6 bad", null)]
    // Killed in the middle: it never ended.
    [InlineData("-4 begun", "1 remediation failed in a row; it is left alone until 2026-11-22 12:01:00Z: begun and not ended")]
    // The clock was put back by two hours: what was tried then was tried now.
    [InlineData("120 bad", "1 remediation failed in a row; it is left alone until 2026-11-22 12:05:00Z: it broke")]
    [InlineData("70 good, 80 good, 90 good", "3 remediations in the last 1h; the next one not before 2026-11-22 13:00:00Z")]
    // By years: nobody waits for that.
    [InlineData("9000000 bad, 9000001 bad, 9000002 bad", null)]
    public void Host_waits_for_its_budget_and_after_failures(string attempts, string? reason)
    {
        var known = attempts.Split(", ", StringSplitOptions.RemoveEmptyEntries).Select((text, i) => (i, Words: text.Split(' '))).Select(a =>
            new HealAttempt("a", Now.AddMinutes(int.Parse(a.Words[0])), $"p{a.i}", a.Words[1] is "good" or "none", a.Words[1] switch { "bad" => "it broke", "begun" => HealAttempt.Begun, "none" => HealAttempt.Unneeded, _ => "" }));

        Assert.Equal(reason, Budget.Hold(known, Now));
    }

    [Fact]
    public void Of_a_pass_the_last_word_counts()
    {
        HealAttempt[] attempts = [new("a", Now.AddMinutes(-2), "p", false, HealAttempt.Begun), new("a", Now.AddMinutes(-1), "p", true, "")];

        Assert.Null(Budget.Hold(attempts, Now));
    }

    [Theory]
    [InlineData(10, 30, 3)]
    [InlineData(200, 30, 60)]
    [InlineData(3, 30, 1)]
    [InlineData(1, 30, 1)]
    [InlineData(10, 0, 0)]
    [InlineData(10, 100, 10)]
    public void Breaker_opens_above_its_share(int hosts, double percent, int allowed)
    {
        var breaker = new FleetBreaker(hosts, percent);
        for (var i = 0; i < allowed; i++)
        {
            Assert.Equal(Math.Max(1, allowed + 1 - i), breaker.Room);
            breaker.Trip($"h{i}");
        }

        Assert.Equal((allowed, false), (breaker.Allowed, breaker.IsOpen));
        breaker.Trip("one more");
        Assert.True(breaker.IsOpen);
        breaker.Mend("one more");
        Assert.False(breaker.IsOpen);
    }

    [Fact]
    public void Lock_is_one_pass_s_and_says_whose()
    {
        var folder = Directory.CreateTempSubdirectory("remediator-lock").FullName;
        try
        {
            var (first, _) = PassLock.Take(folder, ["site.yml"], "process 1");
            var (second, holder) = PassLock.Take(folder, ["site.yml"], "process 2");
            var (other, _) = PassLock.Take(folder, ["other.yml"], "process 2");
            Assert.NotNull(first);
            Assert.NotNull(other);
            Assert.Equal((null, "process 1"), (second, holder));

            first.Dispose();
            using var third = PassLock.Take(folder, ["site.yml"], "process 3").Lock;
            Assert.NotNull(third);
            other.Dispose();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
