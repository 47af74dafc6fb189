namespace Remediator.Modules.Builtin;

/// <summary>The examples of <see cref="FileModule"/>.</summary>
internal static class FileExamples
{
    public static IReadOnlyList<ModuleExample> All { get; } =
    [
        new ModuleExample("""
            - name: A folder for drop-ins
              file:
                path: /etc/chrony/conf.d
                state: directory
                owner: root
                group: root
                mode: '0755'
            """)
        {
            Before = "mkdir -p /etc && touch /etc/other",
            Damage = new Dictionary<string, string>
            {
                ["state"] = "rmdir /etc/chrony/conf.d",
                ["mode"] = "chmod 02700 /etc/chrony/conf.d",
            },
        },
        new ModuleExample("""
            - name: Keys are for chrony alone
              file:
                path: /etc/chrony/chrony.keys
                mode: u=rw,g=r,o=
            """)
        {
            Before = "mkdir -p /etc/chrony && echo 1 SHA1 HEX:00 >/etc/chrony/chrony.keys && chmod 0644 /etc/chrony/chrony.keys",
            Damage = new Dictionary<string, string> { ["mode"] = "chmod o+r /etc/chrony/chrony.keys" },
        },
        new ModuleExample("""
            - name: Everybody reads the logs, nobody else writes them
              file:
                path: /var/log/chrony
                state: directory
                recurse: true
                mode: u=rwX,g=rX,o=rX
            """)
        {
            Before = "mkdir -p /var/log/chrony/old && touch '/var/log/chrony/tracking log' /var/log/chrony/old/run && chmod 0755 /var/log/chrony /var/log/chrony/old/run && chmod 0700 /var/log/chrony/old",
            Damage = new Dictionary<string, string>
            {
                ["mode"] = "chmod 0750 /var/log/chrony",
                ["mode below"] = "chmod 0660 '/var/log/chrony/tracking log'",
            },
        },
        new ModuleExample("""
            - name: The host's time zone
              file:
                path: /etc/localtime
                src: /usr/share/zoneinfo/UTC
                state: link
                force: true
            """)
        {
            Before = "mkdir -p /etc && echo old >/etc/localtime",
            Damage = new Dictionary<string, string> { ["state"] = "ln -sfn ../elsewhere /etc/localtime" },
        },
        new ModuleExample("""
            - name: One file under two names
              file:
                path: /srv/b
                src: /srv/a
                state: hard
            """)
        {
            Before = "mkdir -p /srv && echo text >/srv/a",
            Damage = new Dictionary<string, string> { ["state"] = "rm /srv/b" },
        },
        new ModuleExample("""
            - name: No stray drop-in
              file:
                path: /etc/chrony/conf.d/stray.conf
                state: absent
            """)
        {
            Before = "mkdir -p /etc/chrony/conf.d && echo server stray >/etc/chrony/conf.d/stray.conf",
            Damage = new Dictionary<string, string> { ["state"] = "mkdir -p /etc/chrony/conf.d/stray.conf/sub" },
        },
        new ModuleExample("""
            - name: A mark that is made once
              file:
                path: /var/lib/mark
                state: touch
                mode: '0600'
                access_time: preserve
                modification_time: preserve
            """)
        {
            Before = "mkdir -p /var/lib",
            Damage = new Dictionary<string, string> { ["state"] = "rm /var/lib/mark", ["mode"] = "chmod 0644 /var/lib/mark" },
        },
        new ModuleExample("""
            - name: A mark with a given time
              file:
                path: /var/lib/mark
                state: touch
                access_time: preserve
                modification_time: '202601312359.00'
            """)
        {
            Before = "mkdir -p /var/lib && touch /var/lib/mark",
            Damage = new Dictionary<string, string> { ["modification_time"] = "touch /var/lib/mark" },
        },
        new ModuleExample("""
            - name: A mark of this run
              file:
                path: /var/lib/mark
                state: touch
            """)
        {
            Before = "mkdir -p /var/lib",
            AlwaysChanges = true,
        },
    ];
}
