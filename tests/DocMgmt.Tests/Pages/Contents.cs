using System.Buffers.Binary;
using System.Text;

namespace DocMgmt.Tests.Pages;

/// <summary>Small files that browsers show.</summary>
internal static class Contents
{
    /// <summary>A blue picture of 240 × 160 pixels.</summary>
    public static byte[] Png { get; } = Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAAPAAAACgCAIAAAC9uXYyAAACUUlEQVR42u3SaRYQAgBG0ZbTmoSkZGgUDaR5NIRKCilDkf/fAu3jnXvOXcE778DBtwYZBySgNfShQYahiQ399iDD0MSGfmeQYWhiQ7"
        + "87yDA0saEPDzIMTWzo9wYZhiY29JFBhqGJDf3+IMPQxIY+OsgwNLGhjw0yDE1s6A8GGYYmNvTxQYahiQ394SDD0MSG/miQYWhiQ388yDA0saE/GWQYmtjQJwYZhiY29MlBhqGJDX1qkGFoYkOfHmQY"
        + "mtjQZwYZhiY29NlBhqGJDf3pIMPQxIY+N8gwNLGhPxtkGJrY0J8PMgxNbOjzgwxDExv6wiDD0MSGvjjIMDSxoS8NMgxNbOgvBhmGJjb0l4MMQxMb+vIgw9DEhv5qkGFoYkNfGWQYmtjQVwcZhiY29L"
        + "VBhqGJDX19kGFoYkPfGGQYmtjQNwcZhiY29K1BhqGJDX17kGFoYkPfGWQYmtjQdwcZhiY29L1BhqGJDX1/kGFoYkN/PcgwNLGhvxlkGJrY0N8OMgxNbOjvBhmGJjb0g0GGoYkN/f0gw9DEhv5hkGFo"
        + "YkP/OMgwNLGhHw4yDE1s6EeDDEMTG/rxIMPQxIb+aZBhaGJDPxlkGJrY0D8PMgxNbOingwxDExv62SDD0MSG/mWQYWhiQ/86yDA0saF/G2QYmtjQzwcZhiY29O+DDEMTG/rFIMPQxIZ+OcgwNLGh/x"
        + "hkGJrY0H8OMgxNbOi/BhmGJjb034MMQxMb+tUgw9DEhn49yDA0saH/GWQYmtjQ/w4yDE1s6DeDDEMTG/q/QYahSfkf9WvU9fnaltYAAAAASUVORK5CYII=");

    /// <summary>One page that says «Invoice».</summary>
    public static byte[] Pdf { get; } = Encoding.ASCII.GetBytes("""
        %PDF-1.4
        1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
        2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
        3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>endobj
        4 0 obj<</Length 41>>stream
        BT /F1 24 Tf 60 100 Td (Invoice) Tj ET
        endstream endobj
        5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj
        trailer<</Root 1 0 R>>
        %%EOF
        """);

    /// <summary>A tenth of a second of silence.</summary>
    public static byte[] Wav { get; } = Silence(800);

    private static byte[] Silence(int samples)
    {
        var wav = new byte[44 + samples];
        "RIFF"u8.CopyTo(wav);
        BinaryPrimitives.WriteInt32LittleEndian(wav.AsSpan(4), wav.Length - 8);
        "WAVEfmt "u8.CopyTo(wav.AsSpan(8));
        BinaryPrimitives.WriteInt32LittleEndian(wav.AsSpan(16), 16);
        BinaryPrimitives.WriteInt16LittleEndian(wav.AsSpan(20), 1); // PCM
        BinaryPrimitives.WriteInt16LittleEndian(wav.AsSpan(22), 1); // one channel
        BinaryPrimitives.WriteInt32LittleEndian(wav.AsSpan(24), 8_000);
        BinaryPrimitives.WriteInt32LittleEndian(wav.AsSpan(28), 8_000);
        BinaryPrimitives.WriteInt16LittleEndian(wav.AsSpan(32), 1);
        BinaryPrimitives.WriteInt16LittleEndian(wav.AsSpan(34), 8);
        "data"u8.CopyTo(wav.AsSpan(36));
        BinaryPrimitives.WriteInt32LittleEndian(wav.AsSpan(40), samples);
        wav.AsSpan(44).Fill(128);
        return wav;
    }
}
