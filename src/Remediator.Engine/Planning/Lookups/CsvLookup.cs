using System.Text;
using Remediator.Language.Expressions;
using Remediator.Language.Values;

namespace Remediator.Engine.Planning;

/// <summary>The <c>csvfile</c> lookup: of the first row that has the key in its first field, or that of <c>keycol</c>, the field of a column.</summary>
internal static class CsvLookup
{
    private static readonly string[] Options = ["file", "delimiter", "col", "keycol", "default", "encoding"];

    public static IEnumerable<Value> Run(LookupCall call)
    {
        if (call.Terms.Count == 0)
        {
            throw new EvaluationException("Search key is required but was not found");
        }

        foreach (var term in call.TextTerms)
        {
            var (key, inline) = InlineOptions.Read(call, term, Options);
            if (key.Length == 0)
            {
                throw new EvaluationException("Search key is required but was not found");
            }

            key = key.Length > 1 && key[0] is '"' or '\'' && key[^1] == key[0] ? key[1..^1] : key;
            var delimiter = inline.GetValueOrDefault("delimiter", call.Text("delimiter", "TAB"));
            delimiter = delimiter is "TAB" or "\\t" ? "\t" : delimiter;
            if (delimiter.Length != 1)
            {
                throw new EvaluationException("csvfile: \"delimiter\" must be a 1-character string");
            }

            if (!int.TryParse(inline.GetValueOrDefault("keycol", call.Text("keycol", "0")), out var keyColumn) || keyColumn < 0)
            {
                throw new EvaluationException("csvfile: 'keycol' is the number of a column, from 0");
            }

            var file = inline.GetValueOrDefault("file", call.Text("file", "ansible.csv"));
            if (call.Find(file, "files") is null)
            {
                throw new EvaluationException($"csvfile: No such file or directory: '{file}'", hint: call.Missing(file, "files").Hint);
            }

            var text = call.ReadText(file, "files", inline.GetValueOrDefault("encoding", call.Text("encoding", "utf-8")));
            if (Rows(text, delimiter[0]).FirstOrDefault(r => r.Count > keyColumn && r[keyColumn] == key) is { } row)
            {
                if (!int.TryParse(inline.GetValueOrDefault("col", call.Text("col", "1")), out var column))
                {
                    throw new EvaluationException("csvfile: 'col' is the number of a column, from 0");
                }

                var at = column < 0 ? row.Count + column : column;
                yield return at >= 0 && at < row.Count ? Value.Of(row[at]) : throw new EvaluationException("csvfile: list index out of range");
            }
            else if (inline.TryGetValue("default", out var given))
            {
                yield return Value.Of(given);
            }
            else if (call["default"] is { } otherwise)
            {
                foreach (var value in otherwise as IReadOnlyList<Value> ?? [otherwise])
                {
                    yield return value;
                }
            }
        }
    }

    /// <summary>Rows of fields; quotes around a field keep delimiters and line ends in it, and stand doubled for themselves.</summary>
    private static IEnumerable<List<string>> Rows(string text, char delimiter)
    {
        var row = new List<string>();
        var field = new StringBuilder();
        var isQuoted = false;
        for (var at = 0; at < text.Length; at++)
        {
            var c = text[at];
            if (isQuoted)
            {
                if (c != '"')
                {
                    field.Append(c);
                }
                else if (at + 1 < text.Length && text[at + 1] == '"')
                {
                    field.Append('"');
                    at++;
                }
                else
                {
                    isQuoted = false;
                }
            }
            else if (c == '"' && field.Length == 0)
            {
                isQuoted = true;
            }
            else if (c == delimiter)
            {
                row.Add(field.ToString());
                field.Clear();
            }
            else if (c is '\n' or '\r')
            {
                if (row.Count > 0 || field.Length > 0)
                {
                    yield return [.. row, field.ToString()];
                }

                row.Clear();
                field.Clear();
            }
            else
            {
                field.Append(c);
            }
        }

        if (row.Count > 0 || field.Length > 0)
        {
            yield return [.. row, field.ToString()];
        }
    }
}
