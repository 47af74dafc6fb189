using Remediator.Cli.Engine;
using Remediator.Cli.Terminals;

namespace Remediator.Cli;

/// <summary>What a verb works with.</summary>
internal sealed record Surroundings(Terminal Terminal, IEngineSession Engine, TimeProvider Clock)
{
    /// <summary>Puts a question to whoever sits at the terminal; null where nobody does.</summary>
    public string? Answer(Question question) => question.IsSecret ? Terminal.AskSecret(question.Text) : Terminal.Ask(question.Text);
}
