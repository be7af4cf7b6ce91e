using System.Diagnostics;
using System.Text.Json;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Resumable;

/// <summary>The client that everybody uses, tus-js-client, in a process of its own.</summary>
public sealed class TusJsClientTests(OwnService own) : IClassFixture<OwnService>, IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private static readonly string ClientFolder = Path.Join(Generated.Root, "tests", "tus-client");

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("docmgmt-tus-");

    public void Dispose() => folder.Delete(recursive: true);

    [Theory]
    [InlineData(1, null, false)]
    [InlineData(1, 300_000, false)]
    [InlineData(1, 300_000, true)]
    [InlineData(1, null, true)]
    [InlineData(4, null, false)]
    [InlineData(4, 100_000, false)]
    public async Task It_uploads_whole_in_chunks_and_in_parallel_parts(int parallel, int? chunk, bool atOnce)
    {
        var (alice, content) = (await own.Service.NewUserAsync(), TestUser.NewContent(2_000_000));
        var parent = await alice.CreateFolderAsync("F");

        var (url, _) = await UploadAsync(alice, own.Service.Address, content, new
        {
            parallelUploads = parallel, chunkSize = chunk, uploadDataDuringCreation = atOnce,
            metadata = new { filename = "näme.png", filetype = "image/png", parent_id = $"{parent}", checksum = TestUser.Sha256(content) },
        });

        var file = await alice.GetJsonAsync($"/v1/items/{await alice.Http.ItemAsync(url)}");
        Assert.Equal(("näme.png", "image/png", parent, TestUser.Sha256(content)), (file.Text("item_name"), file.Text("mime_type"), file.GetProperty("parent_id").GetInt64(), file.Text("checksum")));
        Assert.Equal(content, await alice.DownloadAsync(file.Id()));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task It_comes_through_a_network_that_cuts_nearly_every_connection(int parallel)
    {
        var (alice, content) = (await own.Service.NewUserAsync(), TestUser.NewContent(3_000_000));
        await using var network = new CuttingProxy(own.Service.Address, most: 600_000);

        var (url, retries) = await UploadAsync(alice, network.Address, content, new { parallelUploads = parallel, metadata = new { filename = "x" } });

        Assert.InRange(network.Cuts, 1, int.MaxValue);
        Assert.InRange(retries, 1, int.MaxValue);
        var file = await alice.GetJsonAsync($"/v1/items/{await alice.Http.ItemAsync($"{Tus.Uploads}/{url.Split('/')[^1]}")}");
        Assert.Equal((TestUser.Sha256(content), 1), (file.Text("checksum"), file.GetProperty("version_count").GetInt32()));
        Assert.Equal(content, await alice.DownloadAsync(file.Id()));
        await own.Service.DoctorAsync();
    }

    [Fact]
    public async Task Killed_it_goes_on_from_where_it_was()
    {
        var (alice, content) = (await own.Service.NewUserAsync(), TestUser.NewContent(2_000_000));
        var options = new { chunkSize = 200_000, storage = Path.Join(folder.FullName, "urls.json"), metadata = new { filename = "x" } };
        using (var killed = await RunAsync(alice, own.Service.Address, content, options, stopAt: 1_000_000)) Assert.NotEqual(0, killed.ExitCode);

        var (url, _) = await UploadAsync(alice, own.Service.Address, content, options);

        Assert.Equal(content, await alice.DownloadAsync(await alice.Http.ItemAsync(url)));
        Assert.Equal(1, await own.Service.ScalarAsync<long>("SELECT count(*) FROM resumable_uploads WHERE user_id = $1", alice.Id)); // the same one
    }

    [Fact]
    public async Task Visitors_use_it_with_the_links_password()
    {
        var (alice, content) = (await own.Service.NewUserAsync(), TestUser.NewContent(500_000));
        var parent = await alice.CreateFolderAsync("F");
        var link = await alice.LinkAsync(parent, new { permission_type = "write", password = TestService.Password });
        using var visitor = own.Service.NewVisitor();
        var unlock = (await visitor.UnlockAsync(link, TestService.Password)).Text("unlock_token");

        await UploadAsync(alice, own.Service.Address, content, new { chunkSize = 100_000, metadata = new { filename = "cv.pdf" } }, $"/shared/{link.Text("token")}/tus", ("X-Share-Unlock", unlock));

        var file = Assert.Single((await alice.GetJsonAsync($"/v1/items?parent_id={parent}")).GetProperty("data").EnumerateArray());
        Assert.Equal(("cv.pdf", TestUser.Sha256(content)), (file.Text("item_name"), file.Text("checksum")));
    }

    private async Task<(string Url, int Retries)> UploadAsync(TestUser user, Uri server, byte[] content, object options, string uploads = Tus.Uploads, (string, string)? header = null)
    {
        using var client = await RunAsync(user, server, content, options, null, uploads, header);
        var (output, errors) = (await client.StandardOutput.ReadToEndAsync(), await client.StandardError.ReadToEndAsync());
        Assert.True(client.ExitCode == 0, errors);
        var said = JsonDocument.Parse(output).RootElement;
        return (said.Text("url"), said.GetProperty("retries").GetInt32());
    }

    private async Task<Process> RunAsync(TestUser user, Uri server, byte[] content, object options, int? stopAt, string uploads = Tus.Uploads, (string Name, string Value)? header = null)
    {
        var file = Path.Join(folder.FullName, "content");
        if (!File.Exists(file)) await File.WriteAllBytesAsync(file, content);
        var all = JsonSerializer.SerializeToNode(options)!.AsObject();
        all["file"] = file;
        all["endpoint"] = new Uri(server, uploads).AbsoluteUri;
        if (stopAt is not null) all["stopAt"] = stopAt;
        var (name, value) = header ?? ("Authorization", $"Bearer {user.AccessToken}");
        all["headers"] = new System.Text.Json.Nodes.JsonObject { [name] = value };

        var client = Process.Start(new ProcessStartInfo(Node(), [Path.Join(ClientFolder, "upload.mjs"), all.ToJsonString()])
        {
            UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        using var limit = new CancellationTokenSource(Limit);
        try
        {
            await client.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            client.Kill();
            Assert.Fail($"It did not end: {await client.StandardError.ReadToEndAsync()}");
        }

        return client;
    }

    private static string Node()
    {
        if (!Directory.Exists(Path.Join(ClientFolder, "node_modules", "tus-js-client"))) Assert.Skip("There is no tus-js-client: ./test.sh installs it, where npm can.");
        return "node";
    }
}
