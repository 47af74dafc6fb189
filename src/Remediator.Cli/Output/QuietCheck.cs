using Remediator.Engine.Reporting;

namespace Remediator.Cli.Output;

/// <summary>Passes on what runs say that change something, and of checks nothing: an unattended pass only speaks when it acts.</summary>
internal sealed class QuietCheck(IRunObserver inner) : IRunObserver
{
    private bool isCheck;

    public void On(RunEvent next)
    {
        isCheck = next is RunEvent.RunStarted started ? started.Check : isCheck;
        if (!isCheck)
        {
            inner.On(next);
        }

        // What follows a check, such as what a host's guard has to say, is no part of it.
        isCheck &= next is not RunEvent.RunEnded;
    }
}
