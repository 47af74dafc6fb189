using Remediator.Language.Expressions;
using Remediator.Language.Values;

namespace Remediator.Engine.Planning;

/// <summary>What a template knows of itself: <c>ansible_managed</c>, <c>template_path</c> and the rest of Ansible's names.</summary>
internal static class TemplateVariables
{
    /// <param name="path">The template as the task names it.</param>
    /// <param name="found">Where it lies.</param>
    /// <param name="destination">Where its text goes; null for a lookup.</param>
    /// <param name="managed">What <c>ansible_managed</c> is made from: <c>{file}</c>, <c>{host}</c>, <c>{uid}</c> and the patterns of strftime for the time of the template.</param>
    public static DictValue Of(string path, string found, Value? destination, string managed, DateTimeOffset now)
    {
        var (owner, host, changed) = (FileOwner.Of(found), Environment.MachineName, new DateTimeOffset(File.GetLastWriteTime(found)));
        var filled = managed.Replace("{host}", host, StringComparison.Ordinal).Replace("{uid}", owner, StringComparison.Ordinal).Replace("{file}", path, StringComparison.Ordinal);
        return Value.Dict(
            ("template_path", Value.Of(path)),
            ("template_fullpath", Value.Of(Path.GetFullPath(found))),
            ("template_host", Value.Of(host)),
            ("template_destpath", destination ?? Value.Null),
            ("template_mtime", new DateValue(changed)),
            ("template_run_date", new DateValue(now)),
            ("template_uid", Value.Of(owner)),
            ("ansible_managed", Value.Of(PythonDates.Format(changed, filled))));
    }
}
