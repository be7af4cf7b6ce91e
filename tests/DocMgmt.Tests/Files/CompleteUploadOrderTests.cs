using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Files;

/// <summary>Sending, completing and giving up, in every order and more than once, against a model of three states.</summary>
public class CompleteUploadOrderTests(Api api)
{
    private enum State
    {
        Pending,
        Sent,
        Completed,
        GivenUp,
    }

    public static TheoryData<string> Orders => [.. Of("PPCCA").Distinct().Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Orders))]
    public async Task Every_order_of_steps_is_answered_by_what_came_before(string order)
    {
        var (alice, content) = (await api.NewUserAsync(), TestUser.NewContent());
        var upload = await alice.AnnounceAsync("a.bin", content);
        var (state, answer) = (State.Pending, default(string));
        foreach (var step in order)
        {
            var response = await (step switch
            {
                'P' => alice.Service.PutAsync(upload.Url, content),
                'C' => alice.CompleteAsync(upload.VersionId),
                _ => alice.SendAsync(HttpMethod.Delete, $"/v1/files/upload/{upload.VersionId}", null, null),
            });
            var (expected, next) = Model(step, state);
            Assert.Equal(expected, response.IsSuccessStatusCode ? "200" : $"{(int)response.StatusCode} {(await response.JsonAsync()).Text("code")}");
            if (step == 'C' && next == State.Completed) Assert.Equal(answer ??= await response.Content.ReadAsStringAsync(), await response.Content.ReadAsStringAsync());
            state = next;
            await IsAsync(alice, state, content);
        }
    }

    [Theory]
    [InlineData("version", true)]
    [InlineData("version", false)]
    [InlineData("rename", true)]
    [InlineData("rename", false)]
    [InlineData("fail", true)]
    [InlineData("fail", false)]
    public async Task Two_uploads_of_one_name_are_completed_in_either_order(string onConflict, bool inOrder)
    {
        var alice = await api.NewUserAsync();
        var contents = new[] { TestUser.NewContent(), TestUser.NewContent() };
        var uploads = new[] { await alice.SendAsync("a.bin", contents[0], onConflict: onConflict), await alice.SendAsync("a.bin", contents[1], onConflict: onConflict) };
        var (first, second) = inOrder ? (0, 1) : (1, 0);

        var one = await alice.VersionAsync(uploads[first]);
        var two = await alice.CompleteAsync(uploads[second].VersionId);

        if (onConflict == "fail")
        {
            await two.IsProblemAsync(System.Net.HttpStatusCode.Conflict, "item_name_taken");
            Assert.Equal(contents[first], await alice.DownloadAsync(one.GetProperty("item_id").GetInt64()));
            return;
        }

        var other = await two.SucceededAsync();
        Assert.Equal(onConflict == "version", one.GetProperty("item_id").GetInt64() == other.GetProperty("item_id").GetInt64());
        Assert.Equal(onConflict == "version" ? 2 : 1, other.GetProperty("version_number").GetInt32());
        Assert.Equal(contents[second], await alice.DownloadAsync(other.GetProperty("item_id").GetInt64()));
        Assert.Equal(2_000, await alice.UsedBytesAsync());
        string[] names = onConflict == "version" ? ["a.bin"] : ["a (1).bin", "a.bin"];
        Assert.Equal(names, (await alice.GetJsonAsync("/v1/items")).GetProperty("data").EnumerateArray().Select(i => i.Text("item_name")).Order(StringComparer.Ordinal));
    }

    /// <summary>The answer to a step, and what comes of it: P sends the bytes, C completes, A gives up.</summary>
    private static (string Answer, State Next) Model(char step, State state) => (step, state) switch
    {
        (_, State.GivenUp) => ("404 not_found", state),
        ('P', State.Completed) or ('A', State.Completed) => ("409 upload_completed", state),
        ('P', _) => ("200", State.Sent),
        ('C', State.Pending) => ("409 upload_incomplete", state),
        ('C', _) => ("200", State.Completed),
        _ => ("200", State.GivenUp),
    };

    private static async Task IsAsync(TestUser user, State state, byte[] content)
    {
        var done = state == State.Completed ? 1 : 0;
        Assert.Equal(done, (await user.GetJsonAsync("/v1/items")).GetProperty("total").GetInt64());
        Assert.Equal(done * content.Length, await user.UsedBytesAsync());
        Assert.Equal(done, user.Service.Published(content).Length);
        Assert.Equal(state == State.Sent ? 1 : 0, user.Service.Staged(content).Length);
    }

    private static IEnumerable<string> Of(string steps) => steps.Length == 0
        ? [""]
        : steps.SelectMany((step, i) => Of(steps.Remove(i, 1)).Select(rest => step + rest));
}
