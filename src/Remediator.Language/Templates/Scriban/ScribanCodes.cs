namespace Remediator.Language.Templates.Scriban;

/// <summary>Codes of the diagnostics of Scriban's syntax.</summary>
internal static class ScribanCodes
{
    /// <summary>A <c>{{</c>, an escape block, a string or a bracket without its end.</summary>
    public const string UnclosedBlock = "RMD1150";

    /// <summary>A character or literal that is not of the language.</summary>
    public const string BadToken = "RMD1151";

    /// <summary>A token where another one is needed.</summary>
    public const string Unexpected = "RMD1152";

    /// <summary>A statement without its <c>end</c>, or an <c>end</c> without its statement.</summary>
    public const string UnbalancedEnd = "RMD1153";

    /// <summary>A word that is a statement of another language, or a misspelt one.</summary>
    public const string UnknownStatement = "RMD1154";

    /// <summary>An assignment to something that cannot hold a value, or in the middle of an expression.</summary>
    public const string BadAssignment = "RMD1155";

    /// <summary>Parameters of a function in an order that cannot be called.</summary>
    public const string BadParameter = "RMD1156";

    /// <summary>Nesting beyond what the parser or the evaluator follows.</summary>
    public const string TooDeep = "RMD1157";

    /// <summary>A part of Scriban that this implementation leaves out.</summary>
    public const string NotSupported = "RMD1158";
}
