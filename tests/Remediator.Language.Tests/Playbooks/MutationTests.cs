using Remediator.Language.Diagnostics;
using Remediator.Language.Inventories;
using Remediator.Language.Playbooks;
using Remediator.Language.Text;
using Remediator.Testing;

namespace Remediator.Language.Tests.Playbooks;

public sealed class MutationTests
{
    private const string Alphabet = "\t\n\r\0 :-#'\"[]{}&*!|>%@`,?\\=~<a0\uFEFF\u0085\uD83D\uDE00é";

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Mutated_playbook_never_throws_and_every_diagnostic_can_be_shown(int seed)
    {
        var random = new Random(seed);
        var texts = Golden.Files("Good", "*.yml").Select(f => Golden.Read($"Good/{f}")).ToList();
        for (var i = 0; i < 300; i++)
        {
            var text = Mutate(texts[random.Next(texts.Count)], random);
            Check(text, diagnostics => PlaybookReader.Read(new SourceText("m.yml", text), diagnostics));
        }
    }

    [Theory]
    [InlineData("example.ini")]
    [InlineData("example.yml")]
    public void Mutated_inventory_never_throws_and_every_diagnostic_can_be_shown(string file)
    {
        var random = new Random(5);
        var original = Golden.Read($"../../../inventories/{file}");
        for (var i = 0; i < 300; i++)
        {
            var text = Mutate(original, random);
            Check(text, diagnostics =>
            {
                var builder = new InventoryBuilder();
                InventoryReader.Read(new SourceText(file, text), diagnostics, builder);
                HostPattern.Parse("all:&emr*:!spark[0]", Span.None, diagnostics).Match(builder.Build(diagnostics), diagnostics);
            });
        }
    }

    private static void Check(string text, Action<DiagnosticBag> read)
    {
        DiagnosticBag diagnostics = [];
        try
        {
            read(diagnostics);
            foreach (var diagnostic in diagnostics)
            {
                Assert.InRange(diagnostic.Span.Start, 0, text.Length);
                Assert.InRange(diagnostic.Span.End, diagnostic.Span.Start, text.Length + 1);
                Assert.NotEmpty(DiagnosticText.Render(diagnostic));
            }
        }
        catch (Exception error) when (error is not Xunit.Sdk.XunitException)
        {
            Assert.Fail($"{error}\nfor the text:\n{text}");
        }
    }

    private static string Mutate(string text, Random random)
    {
        for (var edits = random.Next(1, 4); edits > 0; edits--)
        {
            var at = random.Next(text.Length);
            var length = Math.Min(random.Next(1, 12), text.Length - at);
            text = random.Next(5) switch
            {
                0 => text.Remove(at, length),
                1 => text.Insert(at, Alphabet[random.Next(Alphabet.Length)].ToString()),
                2 => text.Remove(at, 1).Insert(at, Alphabet[random.Next(Alphabet.Length)].ToString()),
                3 => text.Insert(random.Next(text.Length), text.Substring(at, length)),
                _ => text[..Math.Max(1, at)],
            };
        }

        return text;
    }
}
