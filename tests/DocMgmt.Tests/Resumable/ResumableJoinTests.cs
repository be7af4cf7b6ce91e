using System.Net;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Resumable;

/// <summary>Files that are put together from partial uploads (tus 1.0.0, concatenation).</summary>
public class ResumableJoinTests(OwnService own) : IClassFixture<OwnService>
{
    private TestService Service => own.Service;

    [Fact]
    public async Task Partial_uploads_are_put_together_in_the_order_that_is_said()
    {
        var (alice, content) = (await Service.NewUserAsync(), TestUser.NewContent(70_000));
        var parts = new List<string>();
        foreach (var range in new[] { 40_000..70_000, 0..40_000 })
        {
            var url = await alice.Http.BeginAsync(content[range].Length, "", headers: ("Upload-Concat", "partial"));
            Assert.Equal(20_000, await alice.Http.AppendedAsync(url, 0, content[range][..20_000]));
            await alice.Http.AppendedAsync(url, 20_000, content[range][20_000..]);
            parts.Add(url);
        }

        var answer = await alice.Http.TusAsync("POST", Tus.Uploads, null, ("Upload-Concat", $"final;{parts[1].Path()} {parts[0]}"), ("Upload-Metadata", Tus.Metadata(("item_name", "whole"), ("checksum", TestUser.Sha256(content)))));

        Assert.Equal((HttpStatusCode.Created, 70_000), (answer.StatusCode, answer.Offset()));
        var final = answer.Headers.Location!.AbsoluteUri;
        Assert.Equal($"final;{parts[1]} {parts[0]}", (await alice.Http.AskAsync(final)).Header("Upload-Concat"));
        Assert.Equal(content, await alice.DownloadAsync(await alice.Http.ItemAsync(final)));
        foreach (var part in parts) Assert.Equal(HttpStatusCode.NotFound, (await alice.Http.AskAsync(part)).StatusCode);
        await (await alice.Http.AppendAsync(final, 70_000, [])).IsProblemAsync(HttpStatusCode.Forbidden, "final_takes_no_bytes");
        Assert.Empty(Service.Store.List("pieces/"));
        await Service.DoctorAsync();
    }
}
