using System.Globalization;
using System.Text;
using Remediator.Language.Values;
using Remediator.Shell;

namespace Remediator.Modules.Builtin;

/// <summary>Options that the modules about HTTP share, and what they become for rmd_http.</summary>
internal static class HttpOptions
{
    private const string NoEquivalent = "curl and wget take it from their own configuration";

    public static Parameter<string> Address { get; } = Parameter.Text("url", "The address.").Required();

    public static Parameter<DictValue> Headers { get; } = Parameter.Dict("headers", "Headers of the request.").WithDefault(DictValue.Empty, "none");

    public static Parameter<string> UserName { get; } = Parameter.Text("url_username", "Whom to log in as.").WithAliases("user");

    public static Parameter<string> Password { get; } = Parameter.Text("url_password", "His password.").WithAliases("password").Secret();

    public static Parameter<bool?> UsesProxy { get; } = Parameter.Flag("use_proxy", "False: a proxy that the environment names is not used.").WithDefault(true, "true");

    public static Parameter<bool?> Certificates { get; } = Parameter.Flag("validate_certs", "False: any certificate will do.").WithDefault(true, "true");

    public static Parameter<string> Agent { get; } = Parameter.Text("http_agent", "The name of the client.").WithDefault("ansible-httpget");

    public static Parameter<string> ClientCertificate { get; } = Parameter.Path("client_cert", "A certificate of the client's, a PEM file on the host.");

    public static Parameter<string> ClientKey { get; } = Parameter.Path("client_key", "Its key, unless it is in the same file.");

    public static IReadOnlyList<Parameter> Common { get; } =
    [
        Headers, UserName, Password, UsesProxy, Certificates, Agent, ClientCertificate, ClientKey,
        Parameter.Flag("force_basic_auth", "Has no effect: what is given is always sent.").WithDefault(false, "false"),
        Parameter.Refused("use_gssapi", NoEquivalent, Value.False), Parameter.Flag("use_netrc", "Has no effect: .netrc is not read."),
        Parameter.Flag("decompress", "Has no effect: nothing compressed is asked for."), Parameter.Refused("ciphers", NoEquivalent), Parameter.TextList("unredirected_headers", "Has no effect: redirects to other hosts get no credentials."),
    ];

    /// <summary>Words of curl for what is no secret.</summary>
    public static List<string> Words(Arguments args)
    {
        var words = new List<string>();
        words.AddRange(args.Get(UsesProxy) is false ? ["--noproxy", "*"] : []);
        words.AddRange(args.Get(ClientCertificate) is { } certificate ? ["--cert", certificate] : []);
        words.AddRange(args.Get(ClientKey) is { } key ? ["--key", key] : []);
        return words;
    }

    /// <summary>Headers and credentials as curl's configuration.</summary>
    public static string Configuration(Arguments args, string? contentType = null)
    {
        var text = new StringBuilder();
        var given = args.Require(Headers).Select(h => (Name: h.Key.ToString() ?? "", Value: h.Value.ToString() ?? "")).ToList();
        bool Has(string name) => given.Any(h => h.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
        void Header(string name, string value) => text.Append(CultureInfo.InvariantCulture, $"header = {Quoted($"{name}: {value}")}\n");
        given.ForEach(h => Header(h.Name, h.Value));
        if (contentType is not null && !Has("content-type"))
        {
            Header("Content-Type", contentType);
        }

        if (!Has("user-agent"))
        {
            Header("User-Agent", args.Require(Agent));
        }

        if (args.Get(UserName) is { } user)
        {
            Header("Authorization", "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{args.Get(Password)}")));
        }

        return text.ToString();
    }

    private static string Quoted(string text) => '"' + text.Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("\n", "") + '"';
}
