using System.Text;
using Remediator.Language.Expressions;
using Remediator.Language.Templates.Jinja.Filters;
using Remediator.Language.Values;

namespace Remediator.Engine.Planning;

/// <summary>
/// The <c>password</c> lookup: a password kept in a file of the controller, made where the file is missing; its hash where <c>encrypt</c>
/// is given, whose salt is kept with it. <c>/dev/null</c> keeps nothing.
/// </summary>
internal static class PasswordLookup
{
    private const string Nowhere = "/dev/null";
    private const int UsualLength = 20;
    private const int MostLength = 100_000;
    private const string Letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private static readonly string[] Options = ["length", "encrypt", "chars", "ident", "seed"];
    private static readonly Lock Gate = new();

    /// <summary>The sets of Python's module <c>string</c>.</summary>
    private static readonly Dictionary<string, string> Sets = new()
    {
        ["ascii_letters"] = Letters,
        ["ascii_lowercase"] = Letters[..26],
        ["ascii_uppercase"] = Letters[26..],
        ["digits"] = "0123456789",
        ["hexdigits"] = "0123456789abcdefABCDEF",
        ["octdigits"] = "01234567",
        ["punctuation"] = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~",
        ["printable"] = "0123456789" + Letters + "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~ \t\n\r\v\f",
        ["whitespace"] = " \t\n\r\v\f",
    };

    public static IEnumerable<Value> Run(LookupCall call)
    {
        foreach (var term in call.TextTerms)
        {
            var (path, inline) = InlineOptions.Read(call, term, Options);
            var lengthText = inline.GetValueOrDefault("length", call.Text("length", $"{UsualLength}"));
            if (!int.TryParse(lengthText, out var length) || length is < 0 or > MostLength)
            {
                throw new EvaluationException($"the length of a password is a number up to {MostLength}, not {lengthText}");
            }

            var seed = inline.TryGetValue("seed", out var text) ? Value.Of(text) : call["seed"];
            var encrypt = inline.GetValueOrDefault("encrypt", call.Text("encrypt"));
            var characters = Characters(inline.TryGetValue("chars", out var chars) ? Value.Of(chars) : call["chars"] ?? Value.OfTexts(["ascii_letters", "digits", ".,:-_"]));
            if (characters.Length == 0)
            {
                throw new EvaluationException("a password needs characters to choose from");
            }

            var full = path == Nowhere ? path : Path.GetFullPath(Expand(path), call.Files.PlaybookFolder is { } folder ? Path.GetFullPath(folder) : "/");
            yield return Value.Of(Password(full, characters, length, seed, encrypt));
        }
    }

    /// <summary>Hosts are planned side by side, and all of them must get the one password.</summary>
    private static string Password(string path, string characters, int length, Value? seed, string encrypt)
    {
        lock (Gate)
        {
            try
            {
                var (password, salt) = path != Nowhere && File.Exists(path) ? Parse(File.ReadAllText(path).TrimEnd()) : (null, null);
                var isNew = password is null || (encrypt.Length > 0 && salt is null);
                password ??= Chance.Text(characters, length, seed);
                salt ??= encrypt.Length > 0 ? PasswordHash.RandomSalt() : null;
                if (isNew && path != Nowhere)
                {
                    Write(path, salt is null ? password : $"{password} salt={salt}");
                }

                return encrypt.Length == 0 ? password : PasswordHash.Of(password, encrypt, salt, PasswordHash.MostSalt, null, static () => { });
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                throw new EvaluationException($"the password file '{path}' cannot be used: {ControllerFiles.Reason(error)}");
            }
        }
    }

    private static (string Password, string? Salt) Parse(string content)
    {
        var at = content.LastIndexOf(" salt=", StringComparison.Ordinal);
        if (at < 0)
        {
            return (content, null);
        }

        var salt = content[(at + " salt=".Length)..];
        var ident = salt.LastIndexOf(" ident=", StringComparison.Ordinal);
        return (content[..at], ident < 0 ? salt : salt[..ident]);
    }

    private static void Write(string path, string content)
    {
        if (Path.GetDirectoryName(path) is { } folder && !Directory.Exists(folder))
        {
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(folder);
            }
            else
            {
                Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }
        }

        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var file = new FileStream(path, options);
        file.Write(Encoding.UTF8.GetBytes(content + "\n"));
    }

    /// <summary>The characters of names of sets and of literal text; a doubled comma stands for a comma.</summary>
    private static string Characters(Value value)
    {
        IEnumerable<string> parts = value is ListValue list ? list.Select(PythonText.Str) : Parts(PythonText.Str(value));
        return string.Concat(parts.Select(p => Sets.GetValueOrDefault(p, p))).Replace("\"", "").Replace("'", "");
    }

    private static IEnumerable<string> Parts(string text)
    {
        var parts = text.Replace(",,", ",").Split(',', StringSplitOptions.RemoveEmptyEntries);
        return text.Contains(",,", StringComparison.Ordinal) ? [",", .. parts] : parts;
    }

    private static string Expand(string path) => path == "~" || path.StartsWith("~/", StringComparison.Ordinal) ? Environment.GetEnvironmentVariable("HOME") + path[1..] : path;
}
