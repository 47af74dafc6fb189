using System.Globalization;
using System.Text;
using Remediator.Language.Values;
using Remediator.Shell;

namespace Remediator.Modules.Builtin;

public sealed class UriModule : Module
{
    private static readonly Parameter<string> Method = Parameter.Text("method", "GET, POST, PUT, DELETE, ….").WithDefault("GET");
    private static readonly Parameter<Value> Body = Parameter.Any("body", "The body of the request.");
    private static readonly Parameter<string> BodyFormat = Parameter
        .Choice("body_format", "json and form-urlencoded write a mapping as such and name the type.", "form-urlencoded", "json", "raw").WithDefault("raw");
    private static readonly Parameter<string> Source = Parameter.Path("src", "A file on the host that is the body.");
    private static readonly Parameter<bool?> RemoteSource = Parameter.Flag("remote_src", "src is a file of the host; one of the controller is not sent.").WithDefault(false, "false");
    private static readonly Parameter<bool?> ReturnContent = Parameter.Flag("return_content", "The result has the body as content.").WithDefault(false, "false");
    private static readonly Parameter<string> Redirects = Parameter
        .Choice("follow_redirects", "Whether other addresses are gone to: safe for GET and HEAD only.", "all", "no", "none", "safe", "urllib2", "yes").WithDefault("safe");
    private static readonly Parameter<IReadOnlyList<string>> Status = Parameter.TextList("status_code", "Codes that are success.").WithDefault(["200"], "200");
    private static readonly Parameter<long?> TimeOut = Parameter.Number("timeout", "Seconds that it may take.").WithDefault(30, "30");
    private static readonly Parameter<string> Destination = Parameter.Path("dest", "A file on the host for the body.");
    private static readonly Parameter<string> Creates = Parameter.Path("creates", "A path; where it exists nothing is asked.");
    private static readonly Parameter<string> Removes = Parameter.Path("removes", "A path; where it does not exist nothing is asked.");
    private static readonly Parameter<string> Socket = Parameter.Path("unix_socket", "A socket to ask through.");
    private static readonly Parameter<string> Authorities = Parameter.Path("ca_path", "A PEM file of authorities, on the host.");
    private static readonly Parameter<string> Mode = Parameter.Mode("mode", "Permission bits of dest.");

    public override ModuleSpec Spec { get; } = new("uri", "Asks a web service, by the host's curl or wget. Skipped in check mode.")
    {
        Parameters =
        [
            HttpOptions.Address, Method, Body, BodyFormat, Source, RemoteSource, ReturnContent, Redirects, Status, TimeOut, Destination, Creates, Removes, Socket, Authorities,
            Mode, FileOptions.Owner, FileOptions.Group, Parameter.Flag("force", "Has no effect: nothing is kept of earlier answers."), .. HttpOptions.Common, .. FileOptions.Refused,
        ],
        Rules = [new ParameterRule.Exclusive(Body, Source)],
        Returns =
        [
            ("status", "The answer's code; -1 where there was none."), ("url", "The address that answered."), ("redirected", "Whether that is another."), ("content", "The body, with return_content."),
            ("json", "The body as a value, where it is JSON."), ("content_type", "And every other header of the answer, with _ for -."), ("elapsed", "Seconds."), ("path", "dest."), ("msg", "The answer in words."),
        ],
        Examples = [new ModuleExample("- name: Is the node manager healthy\n  uri:\n    url: http://localhost:8042/ws/v1/node/info\n    return_content: true\n    status_code: [200, 503]\n") { OutsideSandbox = "it needs a server; QuestionTests has one" }],
    };

    public override IEnumerable<Step> Plan(Arguments args)
    {
        var url = args.Require(HttpOptions.Address);
        if (args.Has(Source) && args.Get(RemoteSource) is not true)
        {
            return [new Step.Fail("src is only taken from the host: add remote_src, or give the text as body")];
        }

        if (args.Require(Method).ToUpperInvariant() is var method && !method.All(char.IsAsciiLetterUpper))
        {
            return [new Step.Fail("Parameter 'method' needs to be a single word in uppercase, like GET or POST.")];
        }

        var (body, type, error) = BodyOf(args);
        return error is not null ? [new Step.Fail(error)] : Steps(args, url, method, body, type);
    }

    private static IEnumerable<Step> Steps(Arguments args, string url, string method, string? body, string? type)
    {
        var words = HttpOptions.Words(args);
        words.AddRange(args.Get(Socket) is { } socket ? ["--unix-socket", socket] : []);
        words.AddRange(args.Get(Authorities) is { } authorities ? ["--cacert", authorities] : []);
        var redirects = args.Require(Redirects) switch { "all" or "yes" => "all", "no" or "none" => "none", _ => "safe" };
        var data = args.Get(Source) is { } source ? Sh.Path(source) : body is null ? Sh.Of($"''") : Sh.Of($"\"${{rmd_d:?}}/file\"");
        var (unless, message) = Needless(args);
        if (body is not null)
        {
            yield return new Step.Stage(FileContent.Of(body));
        }

        var certificates = args.Get(HttpOptions.Certificates) is true ? "1" : "";
        yield return new Step.Judge(
            Sh.Of($"rm -f \"${{rmd_d:?}}/body\"; rmd_uri {url} {method} {args.Get(TimeOut) ?? 30} \"${{rmd_d:?}}/body\" {data} {redirects} {certificates} {words}"),
            captured => UriAnswer.Judge(captured, url, args.Require(Status), args.Get(ReturnContent) is true))
        {
            Stdin = HttpOptions.Configuration(args, type),
            IsSkippedInCheck = true,
            Unless = unless,
            UnlessMessage = message,
        };
        // In check mode nothing was asked, so there is nothing to put.
        if (args.Get(Destination) is { } destination && !args.Mode.Check)
        {
            yield return new Step.Report("path", Value.Of(destination));
            yield return new Step.Put(destination, FileContent.Empty)
            {
                Edit = Sh.Of($"if [ -e \"${{rmd_d:?}}/body\" ]; then cat \"${{rmd_d:?}}/body\"; else cat; fi"),
                Name = GetUrlModule.Name(url),
                Mode = args.Get(Mode),
                Owner = args.Get(FileOptions.Owner),
                Group = args.Get(FileOptions.Group),
                Follow = true,
            };
        }
    }

    private static (Sh? Unless, string Message) Needless(Arguments args) => (args.Get(Creates), args.Get(Removes)) switch
    {
        ({ } creates, _) => (Sh.Of($"rmd_exists {Sh.Path(creates)}"), $"skipped, since '{creates}' exists"),
        (_, { } removes) => (Sh.Of($"! rmd_exists {Sh.Path(removes)}"), $"skipped, since '{removes}' does not exist"),
        _ => (null, ""),
    };

    private static (string? Body, string? Type, string? Error) BodyOf(Arguments args)
    {
        var value = args.Get(Body) is NullValue ? null : args.Get(Body);
        switch (args.Require(BodyFormat))
        {
            case "json":
                return (value is TextValue text ? text.Text : value is null ? null : new JsonWriting().Write(value), "application/json", null);
            case "form-urlencoded" when value is DictValue dict:
                var pairs = dict.SelectMany(e => (e.Value as IReadOnlyList<Value> ?? [e.Value]).Select(v => $"{Escape(e.Key)}={Escape(v)}"));
                return (string.Join('&', pairs), "application/x-www-form-urlencoded", null);
            case "form-urlencoded" when value is ListValue:
                return (null, null, "failed to parse body as form_urlencoded: give a mapping");
            case "form-urlencoded":
                return (value?.ToString(), "application/x-www-form-urlencoded", null);
            default:
                return (value is null ? null : value is DictValue or ListValue ? new JsonWriting().Write(value) : value.ToString(), null, null);
        }
    }

    private static string Escape(Value value) => Uri.EscapeDataString(value.ToString() ?? "").Replace("%20", "+", StringComparison.Ordinal);
}
