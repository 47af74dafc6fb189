using System.Diagnostics.CodeAnalysis;
using Remediator.Engine.Planning;
using Remediator.Language.Values;

namespace Remediator.Engine.Variables;

/// <summary>Where a task's files are searched, and names of the role that it belongs to.</summary>
internal sealed class TaskNames(BoundTask task) : ILayer
{
    private static readonly string[] All = ["ansible_search_path", "role_name", "ansible_role_name", "role_path", "ansible_parent_role_names", "ansible_parent_role_paths"];

    public bool IsLiteral => true;

    public IEnumerable<string> Names => All.Where(n => TryFind(n, out _));

    public bool TryFind(string name, [MaybeNullWhen(false)] out Value value)
    {
        value = name switch
        {
            "ansible_search_path" => Value.OfTexts(task.Files.Folders.Append(task.Files.PlaybookFolder)),
            "role_name" or "ansible_role_name" => task.Role is { } role ? Value.Of(role.Name) : null,
            "role_path" => task.Role is { } role ? Value.Of(role.Folder) : null,
            "ansible_parent_role_names" => HasParents(task.Role) ? Value.OfTexts(task.Role.Parents.Reverse().Select(p => p.Name)) : null,
            "ansible_parent_role_paths" => HasParents(task.Role) ? Value.OfTexts(task.Role.Parents.Reverse().Select(p => p.Folder)) : null,
            _ => null,
        };
        return value is not null;
    }

    private static bool HasParents([NotNullWhen(true)] BoundRole? role) => role is { IsEntry: false, Parents.Count: > 0 };
}
