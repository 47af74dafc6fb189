namespace Remediator.Cli.Settings;

/// <summary>
/// One setting: where it may stand and what it sets. Its type is what <paramref name="Set"/> reads it as, its default that of
/// <see cref="AnsibleSettings"/>.
/// </summary>
/// <param name="Name">Ansible's name of it, for errors.</param>
/// <param name="Variable">The variable of the environment, or null where only a file may say it.</param>
internal sealed record SettingRow(string Name, string Section, string Key, string? Variable, Func<AnsibleSettings, SettingText, AnsibleSettings> Set);

/// <summary>All settings that are known. Others in a file or the environment are left alone, as they are meant for Ansible.</summary>
internal static class SettingsTable
{
    public static IReadOnlyList<SettingRow> All { get; } =
    [
        new("DEFAULT_HOST_LIST", "defaults", "inventory", "ANSIBLE_INVENTORY", (s, v) => s with { Inventory = v.Sources }),
        new("DEFAULT_ROLES_PATH", "defaults", "roles_path", "ANSIBLE_ROLES_PATH", (s, v) => s with { RolesPath = v.Paths }),
        new("DEFAULT_MODULE_PATH", "defaults", "library", "ANSIBLE_LIBRARY", (s, v) => s with { ModulePath = v.Paths }),
        new("COLLECTIONS_PATHS", "defaults", "collections_path", "ANSIBLE_COLLECTIONS_PATH", (s, v) => s with { CollectionsPath = v.Paths }),
        new("DEFAULT_FORKS", "defaults", "forks", "ANSIBLE_FORKS", (s, v) => s with { Forks = v.Number }),
        new("DEFAULT_STRATEGY", "defaults", "strategy", "ANSIBLE_STRATEGY", (s, v) => s with { Strategy = v.Text }),
        new("DEFAULT_FORCE_HANDLERS", "defaults", "force_handlers", "ANSIBLE_FORCE_HANDLERS", (s, v) => s with { ForceHandlers = v.Flag }),
        new("ANY_ERRORS_FATAL", "defaults", "any_errors_fatal", "ANSIBLE_ANY_ERRORS_FATAL", (s, v) => s with { AnyErrorsFatal = v.Flag }),
        new("DEFAULT_GATHERING", "defaults", "gathering", "ANSIBLE_GATHERING", (s, v) => s with { Gathering = v.Choice("implicit", "explicit", "smart") }),
        new("DEFAULT_GATHER_SUBSET", "defaults", "gather_subset", "ANSIBLE_GATHER_SUBSET", (s, v) => s with { GatherSubset = v.Words }),
        new("DEFAULT_GATHER_TIMEOUT", "defaults", "gather_timeout", "ANSIBLE_GATHER_TIMEOUT", (s, v) => s with { GatherTimeout = v.Number }),
        new("DEFAULT_FACT_PATH", "defaults", "fact_path", "ANSIBLE_FACT_PATH", (s, v) => s with { FactPath = v.Text }),
        new("CACHE_PLUGIN", "defaults", "fact_caching", "ANSIBLE_CACHE_PLUGIN", (s, v) => s with { FactCaching = v.Text.Trim() }),
        new("CACHE_PLUGIN_CONNECTION", "defaults", "fact_caching_connection", "ANSIBLE_CACHE_PLUGIN_CONNECTION", (s, v) => s with { FactCachingConnection = v.Path }),
        new("CACHE_PLUGIN_PREFIX", "defaults", "fact_caching_prefix", "ANSIBLE_CACHE_PLUGIN_PREFIX", (s, v) => s with { FactCachingPrefix = v.Text.Trim() }),
        new("CACHE_PLUGIN_TIMEOUT", "defaults", "fact_caching_timeout", "ANSIBLE_CACHE_PLUGIN_TIMEOUT", (s, v) => s with { FactCachingTimeout = v.Number }),
        new("DEFAULT_HASH_BEHAVIOUR", "defaults", "hash_behaviour", "ANSIBLE_HASH_BEHAVIOUR", (s, v) => s with { HashBehaviour = v.Choice("replace", "merge") }),
        new("VARIABLE_PRECEDENCE", "defaults", "precedence", "ANSIBLE_PRECEDENCE", (s, v) => s with { VariablePrecedence = v.Words }),
        new("INJECT_FACTS_AS_VARS", "defaults", "inject_facts_as_vars", "ANSIBLE_INJECT_FACT_VARS", (s, v) => s with { InjectFactsAsVars = v.Flag }),
        new("DEFAULT_PRIVATE_ROLE_VARS", "defaults", "private_role_vars", "ANSIBLE_PRIVATE_ROLE_VARS", (s, v) => s with { PrivateRoleVars = v.Flag }),
        new("DEFAULT_MANAGED_STR", "defaults", "ansible_managed", null, (s, v) => s with { Managed = v.Text }),
        new("PLAYBOOK_VARS_ROOT", "defaults", "playbook_vars_root", "ANSIBLE_PLAYBOOK_VARS_ROOT", (s, v) => s with { PlaybookVarsRoot = v.Choice("top", "bottom", "all") }),
        new("DEFAULT_UNDEFINED_VAR_BEHAVIOR", "defaults", "error_on_undefined_vars", "ANSIBLE_ERROR_ON_UNDEFINED_VARS", (s, v) => s with { ErrorOnUndefinedVars = v.Flag }),
        new("ERROR_ON_MISSING_HANDLER", "defaults", "error_on_missing_handler", "ANSIBLE_ERROR_ON_MISSING_HANDLER", (s, v) => s with { ErrorOnMissingHandler = v.Flag }),
        new("HOST_PATTERN_MISMATCH", "inventory", "host_pattern_mismatch", "ANSIBLE_HOST_PATTERN_MISMATCH", (s, v) => s with { HostPatternMismatch = v.Choice("warning", "error", "ignore") }),
        new("INVENTORY_UNPARSED_IS_FAILED", "inventory", "unparsed_is_failed", "ANSIBLE_INVENTORY_UNPARSED_FAILED", (s, v) => s with { InventoryUnparsedIsFailed = v.Flag }),
        new("INVENTORY_ANY_UNPARSED_IS_FAILED", "inventory", "any_unparsed_is_failed", "ANSIBLE_INVENTORY_ANY_UNPARSED_IS_FAILED", (s, v) => s with { InventoryAnyUnparsedIsFailed = v.Flag }),
        new("INVENTORY_UNPARSED_WARNING", "inventory", "inventory_unparsed_warning", "ANSIBLE_INVENTORY_UNPARSED_WARNING", (s, v) => s with { InventoryUnparsedWarning = v.Flag }),
        new("DEFAULT_JINJA2_NATIVE", "defaults", "jinja2_native", "ANSIBLE_JINJA2_NATIVE", (s, v) => s with { JinjaNative = v.Flag }),
        new("TAGS_RUN", "tags", "run", "ANSIBLE_RUN_TAGS", (s, v) => s with { Tags = v.Words }),
        new("TAGS_SKIP", "tags", "skip", "ANSIBLE_SKIP_TAGS", (s, v) => s with { SkipTags = v.Words }),
        new("DIFF_ALWAYS", "diff", "always", "ANSIBLE_DIFF_ALWAYS", (s, v) => s with { Diff = v.Flag }),
        new("DEFAULT_NO_LOG", "defaults", "no_log", "ANSIBLE_NO_LOG", (s, v) => s with { NoLog = v.Flag }),
        new("TASK_TIMEOUT", "defaults", "task_timeout", "ANSIBLE_TASK_TIMEOUT", (s, v) => s with { TaskTimeout = v.Number }),
        new("DEFAULT_TRANSPORT", "defaults", "transport", "ANSIBLE_TRANSPORT", (s, v) => s with { Transport = v.Text }),
        new("DEFAULT_TIMEOUT", "defaults", "timeout", "ANSIBLE_TIMEOUT", (s, v) => s with { Timeout = v.Number }),
        new("DEFAULT_REMOTE_USER", "defaults", "remote_user", "ANSIBLE_REMOTE_USER", (s, v) => s with { RemoteUser = v.Text }),
        new("DEFAULT_REMOTE_PORT", "defaults", "remote_port", "ANSIBLE_REMOTE_PORT", (s, v) => s with { RemotePort = v.Number }),
        new("DEFAULT_PRIVATE_KEY_FILE", "defaults", "private_key_file", "ANSIBLE_PRIVATE_KEY_FILE", (s, v) => s with { PrivateKeyFile = v.Path }),
        new("HOST_KEY_CHECKING", "defaults", "host_key_checking", "ANSIBLE_HOST_KEY_CHECKING", (s, v) => s with { HostKeyChecking = v.Flag }),
        new("ssh_args", "ssh_connection", "ssh_args", "ANSIBLE_SSH_ARGS", (s, v) => s with { SshArguments = v.Text }),
        new("DEFAULT_BECOME", "privilege_escalation", "become", "ANSIBLE_BECOME", (s, v) => s with { Become = v.Flag }),
        new("DEFAULT_BECOME_METHOD", "privilege_escalation", "become_method", "ANSIBLE_BECOME_METHOD", (s, v) => s with { BecomeMethod = v.Text }),
        new("DEFAULT_BECOME_USER", "privilege_escalation", "become_user", "ANSIBLE_BECOME_USER", (s, v) => s with { BecomeUser = v.Text }),
        new("DEFAULT_BECOME_ASK_PASS", "privilege_escalation", "become_ask_pass", "ANSIBLE_BECOME_ASK_PASS", (s, v) => s with { AskBecomePass = v.Flag }),
        new("BECOME_PASSWORD_FILE", "defaults", "become_password_file", "ANSIBLE_BECOME_PASSWORD_FILE", (s, v) => s with { BecomePasswordFile = v.Path }),
        new("DEFAULT_VAULT_PASSWORD_FILE", "defaults", "vault_password_file", "ANSIBLE_VAULT_PASSWORD_FILE", (s, v) => s with { VaultPasswordFile = v.Path }),
        new("DEFAULT_VAULT_IDENTITY_LIST", "defaults", "vault_identity_list", "ANSIBLE_VAULT_IDENTITY_LIST", (s, v) => s with { VaultIdentityList = v.Words }),
        new("DEFAULT_VAULT_IDENTITY", "defaults", "vault_identity", "ANSIBLE_VAULT_IDENTITY", (s, v) => s with { VaultIdentity = v.Text }),
        new("DEFAULT_VAULT_ENCRYPT_IDENTITY", "defaults", "vault_encrypt_identity", "ANSIBLE_VAULT_ENCRYPT_IDENTITY", (s, v) => s with { VaultEncryptIdentity = v.Text }),
        new("DEFAULT_VAULT_ID_MATCH", "defaults", "vault_id_match", "ANSIBLE_VAULT_ID_MATCH", (s, v) => s with { VaultIdMatch = v.Flag }),
        new("DEFAULT_VERBOSITY", "defaults", "verbosity", "ANSIBLE_VERBOSITY", (s, v) => s with { Verbosity = v.Number }),
        new("ANSIBLE_NOCOLOR", "defaults", "nocolor", "ANSIBLE_NOCOLOR", (s, v) => s with { NoColor = v.Flag }),
        new("ANSIBLE_FORCE_COLOR", "defaults", "force_color", "ANSIBLE_FORCE_COLOR", (s, v) => s with { ForceColor = v.Flag }),
        new("DEFAULT_STDOUT_CALLBACK", "defaults", "stdout_callback", "ANSIBLE_STDOUT_CALLBACK", (s, v) => s with { StdoutCallback = v.Text }),
        new("display_skipped_hosts", "defaults", "display_skipped_hosts", "ANSIBLE_DISPLAY_SKIPPED_HOSTS", (s, v) => s with { DisplaySkippedHosts = v.Flag }),
        new("display_ok_hosts", "defaults", "display_ok_hosts", "ANSIBLE_DISPLAY_OK_HOSTS", (s, v) => s with { DisplayOkHosts = v.Flag }),
        new("display_failed_stderr", "defaults", "display_failed_stderr", "ANSIBLE_DISPLAY_FAILED_STDERR", (s, v) => s with { DisplayFailedStderr = v.Flag }),
        new("DISPLAY_ARGS_TO_STDOUT", "defaults", "display_args_to_stdout", "ANSIBLE_DISPLAY_ARGS_TO_STDOUT", (s, v) => s with { DisplayArgsToStdout = v.Flag }),
        new("show_task_path_on_failure", "defaults", "show_task_path_on_failure", "ANSIBLE_SHOW_TASK_PATH_ON_FAILURE", (s, v) => s with { ShowTaskPathOnFailure = v.Flag }),
        new("SHOW_CUSTOM_STATS", "defaults", "show_custom_stats", "ANSIBLE_SHOW_CUSTOM_STATS", (s, v) => s with { ShowCustomStats = v.Flag }),
        new("check_mode_markers", "defaults", "check_mode_markers", "ANSIBLE_CHECK_MODE_MARKERS", (s, v) => s with { CheckModeMarkers = v.Flag }),
        new("result_format", "defaults", "callback_result_format", "ANSIBLE_CALLBACK_RESULT_FORMAT", (s, v) => s with { ResultFormat = v.Choice("json", "yaml") }),
        new("pretty_results", "defaults", "callback_format_pretty", "ANSIBLE_CALLBACK_FORMAT_PRETTY", (s, v) => s with { FormatPretty = v.Flag }),
        new("DEPRECATION_WARNINGS", "defaults", "deprecation_warnings", "ANSIBLE_DEPRECATION_WARNINGS", (s, v) => s with { DeprecationWarnings = v.Flag }),
        new("SYSTEM_WARNINGS", "defaults", "system_warnings", "ANSIBLE_SYSTEM_WARNINGS", (s, v) => s with { SystemWarnings = v.Flag }),
        new("LOCALHOST_WARNING", "defaults", "localhost_warning", "ANSIBLE_LOCALHOST_WARNING", (s, v) => s with { LocalhostWarning = v.Flag }),
        new("RETRY_FILES_ENABLED", "defaults", "retry_files_enabled", "ANSIBLE_RETRY_FILES_ENABLED", (s, v) => s with { RetryFiles = v.Flag }),
        new("RETRY_FILES_SAVE_PATH", "defaults", "retry_files_save_path", "ANSIBLE_RETRY_FILES_SAVE_PATH", (s, v) => s with { RetryFilesFolder = v.Path }),
    ];
}
