using Remediator.Cli.Personas;

namespace Remediator.Cli.Tests.Personas;

/// <summary>Each case was tried with Python's argparse.</summary>
public sealed class ArgumentParserTests
{
    private static readonly IReadOnlyList<PersonaOption> Options =
    [
        new("", "-v", "--verbose"),
        new("", "-b", "--become"),
        new("", "--become-user") { Value = "USER" },
        new("", "-e", "--extra-vars") { Value = "VARS" },
        new("", "-f", "--forks") { Value = "N", IsNumber = true },
        new("", "--vault-password-file", "--vault-pass-file") { Value = "FILE" },
    ];

    [Theory]
    [InlineData("p.yml", "p.yml")]
    [InlineData("p.yml -vvv", "p.yml | -v -v -v")]
    [InlineData("-bvex=1 p.yml", "p.yml | -b -v -e:x=1")]
    [InlineData("-e=x p.yml", "p.yml | -e:x")]
    [InlineData("-e x=1 --extra-vars=y=2 --extra z=3 p.yml", "p.yml | -e:x=1 -e:y=2 -e:z=3")]
    [InlineData("--vault-pass f p.yml", "p.yml | --vault-password-file:f")]
    [InlineData("--become p.yml --become-u me", "p.yml | -b --become-user:me")]
    [InlineData("-f-1 -f 7 p.yml", "p.yml | -f:-1 -f:7")]
    [InlineData("-f -1 p.yml", "p.yml | -f:-1")]
    [InlineData("p.yml -v q.yml", "p.yml q.yml | -v")]
    [InlineData("-v -- -p.yml", "-p.yml | -v")]
    [InlineData("- -v", "- | -v")]
    public void Words_become_options_and_operands(string line, string expected)
    {
        var parsed = new ArgumentParser(Options).Parse(line.Split(' '));

        var given = string.Join(' ', parsed.Given.Select(g => g.Value is null ? g.Option.Names[0] : $"{g.Option.Names[0]}:{g.Value}"));
        Assert.Equal(expected, string.Join(' ', parsed.Positional) + (given.Length > 0 ? " | " + given : ""));
    }

    [Fact]
    public void A_value_with_a_blank_may_begin_with_a_dash()
    {
        var parsed = new ArgumentParser(Options).Parse(["-e", "-o ProxyJump", "p.yml"]);

        Assert.Equal("-o ProxyJump", parsed.Text(Options[3]));
    }

    [Theory]
    [InlineData("--nope p.yml -Z", "unrecognized arguments: --nope -Z")]
    [InlineData("-e", "argument -e/--extra-vars: expected one argument")]
    [InlineData("-e -v", "argument -e/--extra-vars: expected one argument")]
    [InlineData("-f many", "argument -f/--forks: invalid int value: 'many'")]
    [InlineData("--verbose=3", "argument -v/--verbose: ignored explicit argument '3'")]
    [InlineData("-bz", "argument -b/--become: ignored explicit argument 'z'")]
    [InlineData("--ve x --v x", "ambiguous option: --v could match --verbose, --vault-password-file, --vault-pass-file")]
    public void What_does_not_fit_is_told_in_argparses_words(string line, string expected)
    {
        var wrong = Assert.Throws<PersonaUsageException>(() => new ArgumentParser(Options).Parse(line.Split(' ')));

        Assert.Equal(expected, wrong.Message);
    }
}
