using System.Security.Cryptography;
using Remediator.Engine.Planning;
using Remediator.Language.Values;
using Remediator.Shell;

namespace Remediator.Engine.Running;

/// <summary>The controller's copy of a host's file.</summary>
internal static class FetchedFile
{
    /// <summary>Writes the copy where it differs; not in check mode. <c>new</c> where it does or would.</summary>
    public static Answer Keep(Step.Fetch fetch, Event.Asked asked)
    {
        var sha1 = Value.Of(Convert.ToHexStringLower(SHA1.HashData(asked.Content)));
        var md5 = Value.Of(Convert.ToHexStringLower(MD5.HashData(asked.Content)));
        var result = Value.Dict(("dest", Value.Of(fetch.Destination)), ("checksum", sha1), ("md5sum", md5), ("remote_checksum", sha1), ("remote_md5sum", Value.Null));
        try
        {
            if (File.Exists(fetch.Destination) && File.ReadAllBytes(fetch.Destination).AsSpan().SequenceEqual(asked.Content))
            {
                return Answer.Same with { Result = result };
            }

            if (!asked.IsCheck)
            {
                Directory.CreateDirectory(Path.GetDirectoryName(fetch.Destination)!);
                // Complete or not at all: another task may read it.
                var beside = $"{fetch.Destination}.{Guid.NewGuid():N}";
                File.WriteAllBytes(beside, asked.Content);
                File.Move(beside, fetch.Destination, overwrite: true);
            }

            return Answer.New([]) with { Result = result };
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return Answer.Failed($"could not write '{fetch.Destination}' on the controller: {ControllerFiles.Reason(error)}");
        }
    }
}
