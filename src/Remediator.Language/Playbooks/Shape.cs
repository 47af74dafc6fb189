namespace Remediator.Language.Playbooks;

/// <summary>What a keyword accepts. Everywhere a template may stand instead, unless said.</summary>
internal enum Shape
{
    Text,

    /// <summary>A boolean, or text that Ansible takes for one.</summary>
    Flag,
    WholeNumber,
    Number,

    /// <summary>Seconds, or a number with ms, s, m or h.</summary>
    Duration,

    /// <summary>A name for a variable; no template.</summary>
    VariableName,
    Dict,
    DictOrList,
    TextOrList,

    /// <summary>Text or a list; each text may hold several, with commas between.</summary>
    CommaList,

    /// <summary>Expression text, a boolean or a number, or a list of those.</summary>
    Conditions,

    /// <summary>A list; no text but a template.</summary>
    List,

    /// <summary>A whole number or a percentage, or a list of those.</summary>
    Batches,

    /// <summary>Texts, or lists of texts.</summary>
    Files,
    Any,
}
