namespace Remediator.Shell;

/// <summary>What a shell reads first on a channel: the settings of the session, the core of the prelude, and the call that answers.</summary>
public static class SessionScript
{
    /// <summary>Bytes of output kept per task and stream.</summary>
    public const int DefaultCap = 1024 * 1024;

    /// <param name="nonce">Letters and digits; marks every frame of the channel.</param>
    /// <param name="sent">Gets the names of the functions that the script defines.</param>
    /// <param name="store">The host's folder for what it keeps from run to run; empty for the usual one of the user.</param>
    public static string Write(string nonce, bool check, bool diff, ISet<string> sent, int cap = DefaultCap, string store = "")
    {
        var open = "rmd_open && rmd_hello || exit 70";
        var functions = PreludeText.Needed(open + " rmd_frame rmd_begin rmd_end", sent);
        return $"{{\nrmd_n={Sh.Quote("\u001e" + nonce)} rmd_check={(check ? "1" : "''")} rmd_diff={(diff ? "1" : "''")} rmd_cap={cap} rmd_store={Sh.Quote(store)}\n{functions}{open}\n}}\n";
    }
}
