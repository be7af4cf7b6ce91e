using System.Net;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Files;

/// <summary>Sixty-four connections that fill one drive: to the last file that fits, and not beyond, whichever way they upload.</summary>
public class QuotaRaceTests(Api api)
{
    private const int Clients = 64, Fit = 40, Size = 1_000;

    private readonly byte[][] contents = [.. Enumerable.Range(0, Clients).Select(_ => TestUser.NewContent(Size))];

    [Fact]
    public Task Of_uploads_in_one_request_just_those_succeed_that_fit() => JustThoseSucceedAsync((user, n) => user.PutContentAsync($"{n}.bin", contents[n]));

    [Fact]
    public Task Of_forms_just_those_succeed_that_fit() => JustThoseSucceedAsync((user, n) =>
        user.SendAsync(HttpMethod.Post, "/v1/files", new MultipartFormDataContent { { new ByteArrayContent(contents[n]), "file", $"{n}.bin" } }, null));

    // Bytes that were sent and not completed yet take room, too: what does not fit is refused with its bytes.
    [Fact]
    public Task Of_announced_uploads_just_those_succeed_that_fit() => JustThoseSucceedAsync(async (user, n) =>
    {
        var upload = await user.AnnounceAsync($"{n}.bin", contents[n]);
        return await SendAndCompleteAsync(user, upload, contents[n]);
    });

    [Fact]
    public async Task Of_uploads_that_were_all_announced_before_just_those_succeed_that_fit()
    {
        PendingUpload[] uploads = [];
        await JustThoseSucceedAsync((user, n) => SendAndCompleteAsync(user, uploads[n], contents[n]), async user => uploads = await Task.WhenAll(contents.Select((content, n) => user.AnnounceAsync($"{n}.bin", content))));
    }

    private static async Task<HttpResponseMessage> SendAndCompleteAsync(TestUser user, PendingUpload upload, byte[] content)
    {
        var put = await user.Service.PutAsync(upload.Url, content);
        if (!put.IsSuccessStatusCode) return put;
        await (await user.CompleteAsync(upload.VersionId)).SucceededAsync();
        return put;
    }

    private async Task JustThoseSucceedAsync(Func<TestUser, int, Task<HttpResponseMessage>> uploadAsync, Func<TestUser, Task>? before = null)
    {
        var alice = await api.NewUserAsync(quotaBytes: (Fit * Size) + Size - 1);
        if (before is not null) await before(alice);

        var answers = await Task.WhenAll(Enumerable.Range(0, Clients).Select(n => uploadAsync(alice, n)));

        var refused = answers.Where(a => !a.IsSuccessStatusCode).ToArray();
        foreach (var answer in refused) await answer.IsProblemAsync(HttpStatusCode.Forbidden, "quota_exceeded");
        Assert.Equal(Clients - Fit, refused.Length);
        Assert.Equal(Fit * Size, await alice.UsedBytesAsync());
        Assert.Equal(Fit, (await alice.GetJsonAsync("/v1/items?page_size=1")).GetProperty("total").GetInt64());
        Assert.Equal(Fit, contents.Sum(c => alice.Service.Published(c).Length));
        Assert.Equal(0, contents.Sum(c => alice.Service.Staged(c).Length));
    }
}
