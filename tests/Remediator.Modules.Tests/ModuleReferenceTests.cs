using Remediator.Testing;

namespace Remediator.Modules.Tests;

public sealed class ModuleReferenceTests
{
    [Fact]
    public void Reference_of_file_reads_as_its_golden_texts()
    {
        var spec = ModuleCatalog.Find("file")!.Spec;
        Golden.Verify(ModuleReference.Markdown(spec), "Goldens/file.md");
        Golden.Verify(ModuleReference.Text(spec), "Goldens/file.txt");
    }

    [Fact]
    public void Reference_in_docs_is_what_the_modules_say()
    {
        foreach (var spec in ModuleCatalog.All.Select(m => m.Spec))
        {
            Golden.Verify(ModuleReference.Markdown(spec), $"../../docs/modules/{spec.Name}.md");
        }
    }

    [Fact]
    public void Reference_of_each_module_names_every_option_and_keeps_to_the_width()
    {
        foreach (var spec in ModuleCatalog.All.Select(m => m.Spec))
        {
            var (markdown, text) = (ModuleReference.Markdown(spec), ModuleReference.Text(spec, 72));
            Assert.All(spec.Parameters, p => Assert.Contains($"`{p.Name}`", markdown));
            Assert.All(spec.Parameters, p => Assert.Contains(p.Name, text));
            Assert.DoesNotContain("**required** |  |", markdown);
        }
    }
}
