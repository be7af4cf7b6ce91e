using System.Security.Cryptography;
using System.Text;
using DocMgmt.Api.Hosting;
using DocMgmt.Drive;

namespace DocMgmt.Api.Auth;

/// <summary>The keys that this installation signs with, all derived (HKDF, RFC 5869) from one secret: nodes that share it trust each other's signatures.</summary>
public sealed class Keys
{
    private const int SecretBytes = 48;
    private readonly byte[] secret;

    /// <summary>Takes <c>Auth__SigningKey</c>, else the secret in the data folder, which it makes when there is none.</summary>
    public Keys(Settings settings) => secret = Encoding.UTF8.GetBytes(settings.SigningKey ?? Kept(Path.Combine(settings.DataDirectory, "signing.key")));

    /// <summary>32 bytes, different for each purpose.</summary>
    public byte[] For(string purpose) => HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, 32, info: Encoding.UTF8.GetBytes("docmgmt " + purpose));

    private static string Kept(string path)
    {
        if (!File.Exists(path)) SecretFile.Make(path, Convert.ToBase64String(RandomNumberGenerator.GetBytes(SecretBytes)));
        var text = File.ReadAllText(path).Trim();
        return text.Length >= 32 ? text : throw new SettingsException($"{path} is damaged. Put it back from a backup, or delete it: everybody then has to sign in again.");
    }
}
