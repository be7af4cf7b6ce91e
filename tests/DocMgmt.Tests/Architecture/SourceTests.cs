using System.Text.RegularExpressions;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Architecture;

/// <summary>Rules about the text of the source.</summary>
public partial class SourceTests
{
    private static readonly string[] Files = Directory.GetFiles(Path.Combine(Generated.Root, "src"), "*.cs", SearchOption.AllDirectories)
        .Where(f => !f.Contains("/obj/", StringComparison.Ordinal) && !f.Contains("/bin/", StringComparison.Ordinal)).ToArray();

    [Fact]
    public void Only_the_blob_feature_writes_blobs() =>
        Assert.All(Files.Where(f => !f.Contains("/DocMgmt.Drive/Blobs/", StringComparison.Ordinal)), f =>
            Assert.False(BlobWrite().IsMatch(File.ReadAllText(f)), $"{f} writes blobs"));

    [Fact]
    public void The_blob_feature_is_found_by_that_rule() =>
        Assert.Contains(Files, f => f.Contains("/DocMgmt.Drive/Blobs/", StringComparison.Ordinal) && BlobWrite().IsMatch(File.ReadAllText(f)));

    [Fact]
    public void Heads_hold_no_SQL() =>
        Assert.All(Files.Where(f => f.Contains("/DocMgmt.Api/Rest/", StringComparison.Ordinal) || f.Contains("/DocMgmt.Api/Auth/", StringComparison.Ordinal)), f =>
            Assert.False(Statement().IsMatch(File.ReadAllText(f)), $"{f} holds SQL"));

    [Fact]
    public void Time_comes_from_TimeProvider() =>
        Assert.All(Files, f => Assert.DoesNotMatch(@"DateTime(Offset)?\.(UtcNow|Now|Today)", File.ReadAllText(f)));

    [Fact]
    public void Text_is_normalized_by_our_own_table() =>
        Assert.All(Files, f => Assert.DoesNotMatch(@"NormalizationForm|\.IsNormalized\(", File.ReadAllText(f)));

    // Dapper takes :: for a positional parameter and then sends every property of the message.
    [Fact]
    public void Casts_in_SQL_are_spelt_out() =>
        Assert.All(Files.Where(f => f.Contains("/DocMgmt.Drive/", StringComparison.Ordinal)), f =>
            Assert.DoesNotMatch(@"::(text|bigint|int|jsonb|boolean|bytea)", File.ReadAllText(f)));

    [GeneratedRegex(@"(INSERT INTO|UPDATE|DELETE FROM)\s+(blobs|blob_deletions)\b", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex BlobWrite();

    [GeneratedRegex(@"\b(SELECT .* FROM|INSERT INTO|UPDATE \w+ SET|DELETE FROM)\b", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Statement();
}
