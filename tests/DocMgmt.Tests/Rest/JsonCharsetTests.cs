using System.Net;
using System.Text;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Rest;

public class JsonCharsetTests(Api api)
{
    [Theory]
    [InlineData("application/json; charset=utf-8", HttpStatusCode.Created)]
    [InlineData("application/json; charset=\"UTF-8\"", HttpStatusCode.Created)]
    [InlineData("application/json; charset=utf-16", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("application/json; charset=foo", HttpStatusCode.UnsupportedMediaType)]
    public async Task JSON_is_UTF_8_and_may_say_so(string contentType, HttpStatusCode expected)
    {
        var alice = await api.NewUserAsync();
        var body = new ByteArrayContent(Encoding.UTF8.GetBytes("{\"item_name\":\"ä\",\"type\":\"folder\"}"));
        body.Headers.TryAddWithoutValidation("Content-Type", contentType);

        var response = await alice.SendAsync(HttpMethod.Post, "/v1/items", body, null);

        Assert.Equal(expected, response.StatusCode);
        if (expected == HttpStatusCode.UnsupportedMediaType) await response.IsProblemAsync(expected, "unsupported_media_type");
    }

    [Fact]
    public async Task A_file_of_JSON_may_have_another_charset()
    {
        var alice = await api.NewUserAsync();

        var response = await alice.PutContentAsync("a.json", Encoding.Unicode.GetBytes("{}"), mimeType: "application/json; charset=utf-16");

        Assert.Equal("application/json", (await response.SucceededAsync()).Text("mime_type"));
    }
}
