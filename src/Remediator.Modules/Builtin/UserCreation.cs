using Remediator.Shell;

namespace Remediator.Modules.Builtin;

/// <summary>How a new user is made: by useradd, or by busybox's adduser where that is all there is.</summary>
internal static class UserCreation
{
    /// <param name="words">Options of useradd.</param>
    /// <param name="small">Options of adduser.</param>
    /// <param name="home">Empty where the tools choose it.</param>
    /// <param name="password">A hash; empty for none.</param>
    /// <param name="groups">Further groups with commas between.</param>
    public static Sh Fix(string name, IEnumerable<string> words, IEnumerable<string> small, string home, string password, string groups) =>
        Sh.Of($"if command -v useradd >/dev/null 2>&1; then rmd_add_user {name} {home} {words}; else rmd_add_user_small {name} {password} {groups} {small}; fi");
}
