using Remediator.Engine.Reporting;
using Remediator.Engine.Running;
using Remediator.Language.Diagnostics;
using Remediator.Language.Expressions;

namespace Remediator.Engine.Tests;

/// <summary>What a request says of its limits holds for the templates of its playbooks.</summary>
public class LimitTests
{
    [Theory]
    [InlineData("{% for i in range(1000) %}{% endfor %}", "took more than 100 steps")]
    [InlineData("{{ 'x' * 10000 }}", "more than 2000 characters")]
    [InlineData("{% macro m(n) %}{{ m(n + 1) }}{% endmacro %}{{ m(0) }}", "nested more than 20 deep")]
    public async Task Template_that_goes_over_a_limit_fails_its_task(string template, string reason)
    {
        using var sample = Sample.Of(("playbook.yml", $"""
            - hosts: localhost
              gather_facts: false
              tasks:
                - debug:
                    msg: "{template}"
            """));
        var request = new RunRequest
        {
            Playbooks = [Path.Combine(sample.Folder, "playbook.yml")],
            TemplateLimits = new EvaluationLimits(Steps: 100, Depth: 20, OutputLength: 2000, TimeSpan.FromSeconds(30)),
        };
        var session = Session.Load(request, new DiagnosticBag())!;
        var transcript = new Transcript();

        await session.RunAsync([transcript], _ => new LocalTransport(new ChannelOptions(false, false)), default);

        var report = Assert.Single(transcript.Reports);
        Assert.Equal(ReportStatus.Failed, report.Status);
        Assert.Contains(reason, report.Message);
    }
}
