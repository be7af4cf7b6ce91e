using System.Net.Http.Json;
using System.Text.RegularExpressions;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Files;

/// <summary>
/// A stranger who has nothing but a hash, and tries everything in every order: what they are told of a content that somebody else has is, letter by
/// letter, what they are told of one that nobody has.
/// </summary>
public partial class StrangerTests(Api api)
{
    private const int Size = 1 << 20; // from here up possession is asked about
    private const int Small = 1_000;
    private const int AtOnce = 16;

    [Theory]
    [InlineData(Size, "initiate", "put", "complete", "prove", "abandon")]
    [InlineData(Size + 1, "initiate", "complete", "prove", "abandon")] // a guess at the length
    [InlineData(Small, "initiate", "put", "complete", "prove")]
    public async Task Whether_anybody_has_it_shows_in_no_answer_of_any_order(int announced, params string[] steps)
    {
        var (alice, mallory) = (await api.NewUserAsync(), await api.NewUserAsync());
        var content = TestUser.NewContent(Math.Min(announced, Size));
        await alice.UploadAsync("secret.bin", content);

        await Parallel.ForEachAsync(Orders(steps), new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (order, _) =>
        {
            var transcripts = await Task.WhenAll(
                TranscriptAsync(mallory, order, TestUser.Sha256(content), announced), TranscriptAsync(mallory, order, TestUser.Sha256(TestUser.NewContent()), announced));

            Assert.Equal(transcripts[1], transcripts[0]);
            Assert.Contains("POST /v1/files/upload/initiate 201", transcripts[0], StringComparison.Ordinal);
        });

        Assert.Equal((1, 1), await api.Service.ReferencesAsync(content));
        Assert.Equal(0, (await mallory.GetJsonAsync("/v1/items")).GetProperty("total").GetInt64());
        Assert.Equal(0, await mallory.UsedBytesAsync());
    }

    /// <summary>Requests and answers. After each step the content is also asked for and, as that takes no matter what was announced, small only, other content is sent under its hash.</summary>
    private static async Task<string> TranscriptAsync(TestUser user, string[] order, string hash, int size)
    {
        var talk = new Transcript(user, hash);
        var (version, item, url) = ("1", "1", "/v1/files/upload/1/content?expires=1&signature=x");
        foreach (var step in order)
        {
            switch (step)
            {
                case "initiate":
                    var answer = await talk.JsonAsync("/v1/files/upload/initiate", new { item_name = $"{Guid.NewGuid()}.bin", size_bytes = size, checksum = hash });
                    (version, item, url) = (answer.GetProperty("version_id").ToString(), answer.GetProperty("item_id").ToString(), new Uri(answer.Text("upload_url")).PathAndQuery);
                    break;
                case "put": await talk.SendAsync(HttpMethod.Put, url, new ByteArrayContent(new byte[Small])); break; // as long as announced, or not
                case "complete": await talk.SendAsync(HttpMethod.Post, "/v1/files/upload/complete", JsonContent.Create(new { version_id = long.Parse(version) })); break;
                case "prove": await talk.SendAsync(HttpMethod.Post, "/v1/files/upload/complete", JsonContent.Create(new { version_id = long.Parse(version), proof = hash })); break;
                case "abandon": await talk.SendAsync(HttpMethod.Delete, $"/v1/files/upload/{version}", null); break;
            }

            await talk.SendAsync(HttpMethod.Get, $"/v1/files/{item}/download?version={version}", null);
            if (size == Small) await talk.SendAsync(HttpMethod.Put, $"/v1/files/content?item_name={Guid.NewGuid()}&checksum={hash}", new ByteArrayContent([1]));
        }

        return talk.ToString();
    }

    private static IEnumerable<string[]> Orders(string[] steps) => steps.Length == 0
        ? [[]]
        : steps.SelectMany(first => Orders([.. steps.Where(s => s != first)]).Select(rest => (string[])[first, .. rest]));

    /// <summary>What was asked and answered, without what is new each time: ids, URLs, times, nonces, offsets, and the hash itself.</summary>
    private sealed partial class Transcript(TestUser user, string hash)
    {
        private static readonly string[] Changing = ["Date", "X-Request-ID"];
        private readonly List<string> lines = [];

        public async Task<System.Text.Json.JsonElement> JsonAsync(string path, object body) => await (await SendAsync(HttpMethod.Post, path, JsonContent.Create(body))).SucceededAsync();

        public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent? content)
        {
            var response = await user.SendAsync(method, path, content, null);
            var headers = response.Headers.Concat(response.Content.Headers).Where(h => !Changing.Contains(h.Key, StringComparer.OrdinalIgnoreCase))
                .Select(h => $"{h.Key}: {string.Join(',', h.Value)}").Order(StringComparer.Ordinal);
            lines.Add(Masked($"{method} {path.Split('?')[0]} {(int)response.StatusCode} {string.Join("; ", headers)} {await response.Content.ReadAsStringAsync()}"));
            return response;
        }

        public override string ToString() => string.Join('\n', lines);

        private string Masked(string line) => Changes().Replace(line.Replace(hash, "HASH", StringComparison.Ordinal), "${name}*");

        [GeneratedRegex("""(?<name>"(item_id|version_id|offset)":)\d+|(?<name>"(upload_url|expires_at|nonce|trace_id)":")[^"]*|(?<name>/v1/(files|items)(/upload)?/|Content-Length: )\d+""",
            RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
        private static partial Regex Changes();
    }
}
