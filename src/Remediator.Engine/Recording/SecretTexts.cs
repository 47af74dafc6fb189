using Remediator.Language.Values;

namespace Remediator.Engine.Recording;

/// <summary>Texts that must not be recorded, wherever they turn up: passwords, opened vaults, answers that were typed unseen.</summary>
/// <param name="known">What is known by now: vaults are opened when a value is asked for.</param>
public sealed class SecretTexts(Func<IEnumerable<string>> known)
{
    private const string Mask = "********";

    /// <summary>Shorter ones (a port, a yes) are part of too many other texts, and no secret.</summary>
    private const int Shortest = 4;

    private IReadOnlyList<string> texts = [];

    /// <summary>Takes in what has become known. The longest come first, for one may be part of another; lines of their own, since hosts print texts line by line.</summary>
    public void Refresh() =>
        texts = [.. known().SelectMany(t => t.Split('\n').Prepend(t)).Select(t => t.Trim()).Where(t => t.Length >= Shortest).Distinct().OrderByDescending(t => t.Length)];

    public string Hide(string text)
    {
        foreach (var secret in texts)
        {
            text = text.Replace(secret, Mask, StringComparison.Ordinal);
        }

        return text;
    }

    public Value Hide(Value value)
    {
        switch (value)
        {
            case DictValue dict when texts.Count > 0:
                var builder = new DictBuilder();
                foreach (var (key, part) in dict)
                {
                    builder[Hide(key)] = Hide(part);
                }

                return builder.Build();
            case ListValue list when texts.Count > 0:
                return Value.Of([.. list.Select(Hide)]);
            case TextValue text when texts.Count > 0:
                return Value.Of(Hide(text.ToString() ?? ""));
            default:
                return value;
        }
    }
}
