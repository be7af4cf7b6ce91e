using System.Net;
using System.Text;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Files;

/// <summary>Uploads that break off at any byte, of the head, of a form's own lines or of the content: nothing of them shows, and the same upload succeeds after it.</summary>
public class CutUploadTests(Api api)
{
    private const int Cuts = 50, Length = 150_000, Seed = 20_261_124;
    private const string FormHead = "--b\r\nContent-Disposition: form-data; name=\"item_name\"\r\n\r\nNAME\r\n--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"f\"\r\n\r\n";

    [Theory]
    [InlineData("put")]
    [InlineData("form")]
    [InlineData("announced")]
    public async Task An_upload_that_is_cut_anywhere_leaves_nothing_and_succeeds_the_next_time(string kind)
    {
        await using var service = await api.StartAsync();
        var alice = await service.NewUserAsync();
        var random = new Random(Seed);
        var contents = new Dictionary<long, byte[]>();
        for (var n = 0; n < Cuts; n++)
        {
            var content = new byte[Length];
            random.NextBytes(content);
            var upload = kind == "announced" ? await alice.AnnounceAsync($"{n}.bin", content) : null;
            var request = Request(alice, kind, $"{n}.bin", content, upload?.Url);

            await CutAsync(service, request[..random.Next(1, request.Length)]);

            Assert.Equal(n, (await alice.GetJsonAsync("/v1/items?page_size=1")).GetProperty("total").GetInt64());
            Assert.Equal(n * Length, await alice.UsedBytesAsync());
            if (upload is not null) await (await alice.CompleteAsync(upload.VersionId)).IsProblemAsync(HttpStatusCode.Conflict, "upload_incomplete");
            contents.Add(await AgainAsync(alice, kind, $"{n}.bin", content, upload), content);
        }

        await Eventually.IsTrueAsync(() => service.Staging().Length == 0);
        foreach (var (file, content) in contents) Assert.Equal(content, await alice.DownloadAsync(file));
        await IsCleanAsync(service, contents.Values);
    }

    /// <summary>The whole request, up to the content's last byte.</summary>
    private static byte[] Request(TestUser user, string kind, string name, byte[] content, Uri? url)
    {
        var form = Encoding.ASCII.GetBytes(FormHead.Replace("NAME", name));
        var (line, type, before, after) = kind switch
        {
            "put" => ($"PUT /v1/files/content?item_name={name}", "application/octet-stream", [], 0),
            "form" => ("POST /v1/files", "multipart/form-data; boundary=b", form, "\r\n--b--".Length),
            _ => ($"PUT {url!.PathAndQuery}", "application/octet-stream", Array.Empty<byte>(), 0),
        };
        var head = $"{line} HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {user.AccessToken}\r\nContent-Type: {type}\r\nContent-Length: {before.Length + content.Length + after}\r\n\r\n";
        return [.. Encoding.ASCII.GetBytes(head), .. before, .. content];
    }

    private static async Task CutAsync(TestService service, byte[] part)
    {
        await using var request = await RawRequest.ConnectAsync(service);
        await request.SendAsync(part);
        // Sometimes the server is in the middle of it, sometimes it has hardly begun.
        if (part.Length is > 100_000 and var length && length % 2 == 0 && !TestStore.IsS3) await Eventually.IsTrueAsync(() => service.Staging().Length > 0);
        request.Break();
    }

    /// <summary>Answers the file's id.</summary>
    private static async Task<long> AgainAsync(TestUser user, string kind, string name, byte[] content, PendingUpload? upload)
    {
        if (kind == "put") return (await user.UploadAsync(name, content)).Id();
        if (upload is not null)
        {
            var sent = await user.Service.PutAsync(upload.Url, content);
            Assert.Empty(user.Service.Errors.Lines); // says what failed, which the answer does not
            await sent.SucceededAsync();
            return (await user.VersionAsync(upload)).GetProperty("item_id").GetInt64();
        }

        var form = new MultipartFormDataContent { { new StringContent(name), "item_name" }, { new ByteArrayContent(content), "file", "f" } };
        return (await (await user.SendAsync(HttpMethod.Post, "/v1/files", form, null)).SucceededAsync()).Id();
    }

    /// <summary>After clean-up, a day later, the store holds what is referred to and nothing else.</summary>
    private static async Task IsCleanAsync(TestService service, Dictionary<long, byte[]>.ValueCollection contents)
    {
        service.Clock.Advance(TimeSpan.FromHours(25));
        service.AgeStaging();
        await service.RunJobAsync("stale-uploads");

        Assert.Equal(0, await service.ScalarAsync<long>("SELECT count(*) FROM uploads"));
        Assert.Empty(service.Staging());
        Assert.Equal(contents.Select(TestUser.Sha256).Order(StringComparer.Ordinal),
            service.Store.List("blobs/").Select(f => Path.GetFileName(f).Split('-')[0]).Order(StringComparer.Ordinal));
        Assert.Equal(contents.Count, await service.ScalarAsync<long>("SELECT count(*) FROM blobs WHERE ref_count = 1"));
    }
}
