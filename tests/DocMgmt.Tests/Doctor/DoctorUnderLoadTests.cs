using System.Net;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Doctor;

/// <summary>A busy system is a healthy one, and mending does not disturb it.</summary>
public class DoctorUnderLoadTests(Api api)
{
    private const int Rounds = 8, Writers = 6, Uploads = 60;

    private readonly byte[][] contents = [.. Enumerable.Range(0, 4).Select(i => TestUser.NewContent(20_000 * i))];
    private int uploads;

    [Fact]
    public async Task Nothing_is_found_while_everybody_uploads()
    {
        await using var service = await api.StartAsync();

        await WhileUploadingAsync(service, () => service.DoctorAsync());

        await service.DoctorAsync();
    }

    [Fact]
    public async Task Counts_are_exact_when_they_were_mended_while_everybody_uploads()
    {
        await using var service = await api.StartAsync();

        await WhileUploadingAsync(service, async () =>
        {
            await service.ExecuteAsync("UPDATE blobs SET ref_count = ref_count + 1000");
            await service.ExecuteAsync("UPDATE drives SET used_bytes = used_bytes + 1000000");
            Assert.Empty((await service.MendAsync()).Findings);
        });

        await service.DoctorAsync();
    }

    private async Task WhileUploadingAsync(TestService service, Func<Task> round)
    {
        var users = new List<TestUser>();
        for (var i = 0; i < Writers; i++) users.Add(await service.NewUserAsync());
        using var done = new CancellationTokenSource();
        var writers = users.Select((user, i) => Task.Run(() => WriteAsync(user, i, done.Token))).ToList();
        try
        {
            for (var i = 0; (i < Rounds || Volatile.Read(ref uploads) < Uploads) && !writers.Any(w => w.IsCompleted); i++) await round();
        }
        finally
        {
            await done.CancelAsync();
            await Task.WhenAll(writers);
        }
    }

    private async Task WriteAsync(TestUser user, int seed, CancellationToken done)
    {
        var random = new Random(seed);
        for (; !done.IsCancellationRequested; Interlocked.Increment(ref uploads))
        {
            var content = random.Next(3) == 0 ? TestUser.NewContent() : contents[random.Next(contents.Length)];
            var name = $"{random.Next(5)}.bin";
            switch (random.Next(4))
            {
                case 0:
                    await user.UploadAsync(name, content);
                    break;
                case 1:
                    await user.PutContentAsync(name, content, query: "&on_conflict=fail");
                    break;
                case 2:
                    await SendTwiceAsync(user, name, content, complete: true);
                    break;
                default:
                    await SendTwiceAsync(user, name, content, complete: false);
                    break;
            }
        }
    }

    private static async Task SendTwiceAsync(TestUser user, string name, byte[] content, bool complete)
    {
        var answer = await (await user.InitiateAsync(name, content)).SucceededAsync();
        if (answer.GetProperty("deduplicated").GetBoolean()) return;
        var upload = PendingUpload.Of(answer);
        for (var i = 0; i < 2; i++) await (await user.Service.PutAsync(upload.Url, content)).SucceededAsync();
        var ended = complete
            ? await user.CompleteAsync(upload.VersionId)
            : await user.Http.DeleteAsync(new Uri($"/v1/files/upload/{upload.VersionId}", UriKind.Relative));
        Assert.True(ended.StatusCode is HttpStatusCode.OK or HttpStatusCode.NoContent, $"{ended.StatusCode}");
    }
}
