namespace Remediator.Engine.Reporting;

/// <summary>Headings of a run and what stands under them.</summary>
internal interface ITaskText
{
    /// <summary>A heading with an empty line before it, filled with stars to the width.</summary>
    IEnumerable<TextLine> Heading(string text);

    /// <summary>A task's heading and its results, hosts in order.</summary>
    IEnumerable<TextLine> Group(TaskGroup group);
}
