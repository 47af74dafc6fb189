using System.Text;
using Remediator.Language.Vault;

namespace Remediator.Language.Tests.Vault;

public sealed class VaultTests
{
    /// <summary>Made by the reference with the password "pw" and 32 letters "s" as salt.</summary>
    private const string Known =
        """
        $ANSIBLE_VAULT;1.1;AES256
        37333733373337333733373337333733373337333733373337333733373337333733373337333733
        3733373337333733373337333733373337333733373337330a353335343736313666376132333263
        33326366383134623934626266643036363430646432656135373831343835656131383163393733
        3934643264643538300a333735333632326630643364393862623366376263386135346337656436
        6239
        """;

    private static readonly byte[] Salt = [.. Enumerable.Repeat((byte)'s', VaultCipher.SaltLength)];
    private static readonly VaultSecret Secret = new(VaultSecret.DefaultLabel, "pw"u8.ToArray());

    [Fact]
    public void A_fixed_salt_gives_the_text_of_the_reference()
    {
        Assert.Equal(Known.ReplaceLineEndings("\n") + "\n", VaultCipher.Encrypt("hello wörld"u8, Secret.Password, label: null, Salt).Write());
    }

    [Fact]
    public void The_text_of_the_reference_opens() =>
        Assert.Equal("hello wörld", Encoding.UTF8.GetString(new VaultSecrets([Secret]).Open(Known)));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(1000)]
    public void Bytes_of_any_length_come_back(int length)
    {
        var plain = Enumerable.Range(0, length).Select(i => (byte)(i * 7)).ToArray();

        Assert.Equal(plain, new VaultSecrets([Secret]).Open(VaultCipher.Encrypt(plain, Secret.Password, "dev").Write()));
    }

    [Fact]
    public void Two_encryptions_differ() =>
        Assert.NotEqual(VaultCipher.Encrypt("a"u8, Secret.Password, null).Write(), VaultCipher.Encrypt("a"u8, Secret.Password, null).Write());

    [Fact]
    public void A_label_stands_in_a_header_of_its_own_version()
    {
        var text = VaultCipher.Encrypt("a"u8, Secret.Password, "prod").Write();

        Assert.StartsWith("$ANSIBLE_VAULT;1.2;AES256;prod\n", text);
        Assert.Equal("prod", VaultEnvelope.Parse(text).Label);
        Assert.All(text.TrimEnd('\n').Split('\n').Skip(1), line => Assert.InRange(line.Length, 1, 80));
    }

    [Theory]
    [InlineData("other", "Decryption failed (no vault secrets were found that could decrypt) on f.yml")]
    [InlineData(null, "Attempting to decrypt but no vault secrets found")]
    public void Without_the_password_nothing_opens(string? password, string message)
    {
        var secrets = new VaultSecrets(password is null ? [] : [new VaultSecret("default", Encoding.UTF8.GetBytes(password))]);

        Assert.Equal(message, Assert.Throws<VaultException>(() => secrets.Open(Known, "f.yml")).Message);
    }

    [Fact]
    public void Every_changed_digit_is_noticed()
    {
        var envelope = VaultEnvelope.Parse(Known);
        for (var i = 0; i < envelope.Ciphertext.Length; i++)
        {
            var changed = envelope.Ciphertext.ToArray();
            changed[i] ^= 1;

            Assert.Null(VaultCipher.Decrypt(envelope with { Ciphertext = changed }, Secret.Password));
        }

        Assert.Null(VaultCipher.Decrypt(envelope with { Salt = [.. envelope.Salt.Reverse().Select(b => (byte)(b ^ 1))] }, Secret.Password));
    }

    [Theory]
    [InlineData("hello", "input is not vault encrypted data.")]
    [InlineData("$ANSIBLE_VAULT;1.1;AES256\nzz", "Vault format unhexlify error")]
    [InlineData("$ANSIBLE_VAULT;1.1;AES256\n6161", "Vault format unhexlify error")]
    [InlineData("$ANSIBLE_VAULT;1.1;AES256\n", "Vault format unhexlify error")]
    [InlineData("$ANSIBLE_VAULT;1.0;AES\n6161", "not a cipher that can be read")]
    [InlineData("$ANSIBLE_VAULT;", "not a cipher that can be read")]
    public void Damaged_text_is_told(string text, string message) =>
        Assert.Contains(message, Assert.Throws<VaultException>(() => new VaultSecrets([Secret]).Open(text)).Message);

    [Fact]
    public void A_labels_own_secret_is_tried_first_and_others_only_where_that_may_be()
    {
        var text = VaultCipher.Encrypt("a"u8, Secret.Password, "prod").Write();
        var mislabelled = new VaultSecret("dev", Secret.Password);
        var wrong = new VaultSecret("prod", "wrong"u8.ToArray());

        Assert.Equal("dev", new VaultSecrets([wrong, mislabelled]).OpenWith(text).Secret.Label);
        Assert.Throws<VaultException>(() => new VaultSecrets([wrong, mislabelled]) { MustMatchLabel = true }.Open(text));
        Assert.Equal("prod", new VaultSecrets([mislabelled, new VaultSecret("prod", Secret.Password)]).OpenWith(text).Secret.Label);
    }
}
