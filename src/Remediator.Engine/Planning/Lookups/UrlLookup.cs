using System.Net.Http.Headers;
using System.Text;
using Remediator.Language.Expressions;
using Remediator.Language.Values;

namespace Remediator.Engine.Planning;

/// <summary>The <c>url</c> lookup: what a server answers to GET, by lines unless <c>split_lines=false</c>.</summary>
internal static class UrlLookup
{
    private const int UsualSeconds = 10;

    public static IEnumerable<Value> Run(LookupCall call) => [.. call.TextTerms.SelectMany(term =>
    {
        var text = Get(call, term);
        var lines = text.Replace("\r\n", "\n").Replace('\r', '\n').Split('\n');
        return !call.Flag("split_lines", true) ? [Value.Of(text)] : (lines[^1].Length == 0 ? lines[..^1] : lines).Select(Value.Of);
    })];

    private static string Get(LookupCall call, string address)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
        {
            throw new EvaluationException($"Failed lookup url for {address}: it is not an http or https address");
        }

        using var handler = new HttpClientHandler { UseProxy = call.Flag("use_proxy", true), AllowAutoRedirect = call.Text("follow_redirects", "urllib2") is not ("no" or "none" or "False") };
        if (!call.Flag("validate_certs", true))
        {
            handler.ServerCertificateCustomValidationCallback = HttpClientHandler.DangerousAcceptAnyServerCertificateValidator;
        }

        using var client = new HttpClient(handler) { Timeout = Earlier(TimeSpan.FromSeconds(call.Number("timeout", UsualSeconds)), call.TimeLeft) };
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.UserAgent.ParseAdd(call.Text("http_agent", "ansible-httpget"));
        foreach (var (name, value) in call["headers"] as DictValue ?? DictValue.Empty)
        {
            request.Headers.TryAddWithoutValidation(PythonText.Str(name), PythonText.Str(value));
        }

        if (call["username"] is { } user)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{PythonText.Str(user)}:{call.Text("password")}")));
        }

        try
        {
            using var response = client.Send(request);
            if (!response.IsSuccessStatusCode)
            {
                throw new EvaluationException($"Received HTTP error for {address} : HTTP Error {(int)response.StatusCode}: {response.ReasonPhrase}");
            }

            using var reader = new StreamReader(response.Content.ReadAsStream(), Encoding.UTF8);
            return reader.ReadToEnd();
        }
        catch (Exception error) when (error is HttpRequestException or TaskCanceledException or IOException)
        {
            throw new EvaluationException($"Failed lookup url for {address} : {(error is TaskCanceledException ? $"no answer within {client.Timeout.TotalSeconds:0} s" : error.Message)}");
        }
    }

    private static TimeSpan Earlier(TimeSpan one, TimeSpan other) => one < other && one > TimeSpan.Zero ? one : other;
}
