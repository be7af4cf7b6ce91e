using System.Text.RegularExpressions;
using DocMgmt.Api.Hosting;
using DocMgmt.Tests.Harness;
using Microsoft.Extensions.Configuration;
using YamlDotNet.RepresentationModel;

namespace DocMgmt.Tests.Hosting;

/// <summary>Dockerfile and docker-compose.yml fit this checkout, as far as can be told without Docker.</summary>
public partial class ContainerTests
{
    private static readonly YamlMappingNode Compose = Read();
    private static readonly YamlMappingNode Services = Map(Compose, "services");

    [Fact]
    public void The_service_and_what_it_needs_are_there()
    {
        Assert.Equal(["docmgmt", "minio", "postgres", "redis"], Services.Children.Keys.Select(k => k.ToString()).Order(StringComparer.Ordinal));
        foreach (var needed in Map(Map(Services, "docmgmt"), "depends_on").Children.Keys) Assert.Contains(needed, Services.Children.Keys);
        Assert.True(Map(Services, "postgres").Children.ContainsKey("healthcheck"), "others wait for it to be healthy");
    }

    [Theory]
    [InlineData(false, StoreKind.FileSystem)]
    [InlineData(true, StoreKind.FileSystem)]
    [InlineData(true, StoreKind.S3)]
    public void Its_settings_are_settings_of_the_service(bool minio, StoreKind store)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal) { ["POSTGRES_PASSWORD"] = "some password", ["ADMIN_PASSWORD"] = "another password", ["SIGNING_KEY"] = new('x', 40) };
        if (minio) (variables["MINIO_PASSWORD"], variables["MINIO_URL"]) = ("a third password", "https://files.example.org");
        if (store == StoreKind.S3) variables["BLOBS_STORE"] = "S3";
        var given = Map(Map(Services, "docmgmt"), "environment").Children
            .ToDictionary(s => s.Key.ToString().Replace("__", ":", StringComparison.Ordinal), s => (string?)Fill(s.Value.ToString(), variables));

        var settings = Settings.Read(new ConfigurationBuilder().AddInMemoryCollection(given).Build());

        Assert.Equal(("another password", variables["SIGNING_KEY"], store), (settings.AdminPassword, settings.SigningKey, settings.BlobsStore));
        Assert.Contains("some password", settings.Postgres, StringComparison.Ordinal);
        Assert.Equal(minio ? ("docmgmt", "https://files.example.org/") : null, settings.S3 is { } s3 ? (s3.Bucket, $"{s3.PublicUrl}") : default((string, string)?));
    }

    [Fact]
    public void Volumes_that_are_named_are_declared()
    {
        var declared = Map(Compose, "volumes").Children.Keys.Select(k => k.ToString()).ToHashSet(StringComparer.Ordinal);
        foreach (var service in Services.Children.Values.Cast<YamlMappingNode>().Where(s => s.Children.ContainsKey("volumes")))
        {
            foreach (var volume in (YamlSequenceNode)service.Children["volumes"]) Assert.Contains(volume.ToString().Split(':')[0], declared);
        }
    }

    [Fact]
    public void The_image_is_built_of_what_is_here_for_the_framework_that_is_used()
    {
        var lines = File.ReadAllLines(Path.Combine(Generated.Root, "Dockerfile"));
        var copied = lines.Where(l => l.StartsWith("COPY ", StringComparison.Ordinal) && !l.Contains("--from", StringComparison.Ordinal)).SelectMany(l => l.Split(' ')[1..^1]);

        Assert.All(copied, path => Assert.True(Path.Exists(Path.Combine(Generated.Root, path)), $"{path} is not here"));
        Assert.Contains(lines, l => l.StartsWith("ENTRYPOINT", StringComparison.Ordinal) && l.Contains($"{typeof(Settings).Assembly.GetName().Name}.dll", StringComparison.Ordinal));
        Assert.All(lines.Where(l => l.StartsWith("FROM ", StringComparison.Ordinal)), l => Assert.Contains($":{Environment.Version.Major}.0", l, StringComparison.Ordinal));
    }

    private static YamlMappingNode Read()
    {
        var yaml = new YamlStream();
        using var file = File.OpenText(Path.Combine(Generated.Root, "docker-compose.yml"));
        yaml.Load(file);
        return (YamlMappingNode)yaml.Documents[0].RootNode;
    }

    private static YamlMappingNode Map(YamlMappingNode node, string key) => (YamlMappingNode)node.Children[key];

    /// <summary>A text with what Compose puts in the place of its variables.</summary>
    private static string Fill(string text, Dictionary<string, string> variables) => Variable().Replace(text, v =>
    {
        var value = variables.GetValueOrDefault(v.Groups["name"].Value, "");
        return v.Groups["kind"].Value switch
        {
            "-" => value == "" ? v.Groups["other"].Value : value,
            "+" => value == "" ? "" : v.Groups["other"].Value,
            _ => value == "" ? throw new InvalidOperationException($"{v.Value} is not set.") : value,
        };
    });

    [GeneratedRegex(@"\$\{(?<name>[A-Z_]+):(?<kind>[-+?])(?<other>[^}]*)\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 100)]
    private static partial Regex Variable();
}
