using System.Net;
using System.Text;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Items;

public class CreateItemTests(Api api)
{
    [Fact]
    public async Task A_new_folder_is_shown_as_it_is()
    {
        var alice = await api.NewUserAsync();
        var work = await alice.CreateFolderAsync("Work");

        var response = await alice.PostAsync("/v1/items", new { item_name = "Drafts", type = "folder", parent_id = work });

        var folder = await response.SucceededAsync();
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.Equal($"/v1/items/{folder.Id()}", response.Headers.Location?.ToString());
        Assert.Equal("Drafts", folder.Text("item_name"));
        Assert.Equal("folder", folder.Text("type"));
        Assert.Equal("/Work/Drafts", folder.Text("full_path"));
        Assert.Equal("owner", folder.Text("permission_type"));
        Assert.Equal(work, folder.GetProperty("parent_id").GetInt64());
        Assert.Equal(alice.Id, folder.GetProperty("owner_id").GetInt64());
        Assert.Equal(alice.Id, folder.GetProperty("created_by").GetInt64());
        Assert.True(folder.GetProperty("can_edit").GetBoolean());
        foreach (var none in new[] { "size_bytes", "mime_type", "checksum", "current_version_id", "scan_status", "last_accessed_at" })
            Assert.Equal("Null", folder.GetProperty(none).ValueKind.ToString());
        Assert.Equal(folder.GetRawText(), (await alice.GetJsonAsync($"/v1/items/{folder.Id()}")).GetRawText());
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("a/b")]
    [InlineData("a\0b")]
    [InlineData("a\nb")]
    [InlineData("a\u007fb")]
    [InlineData("a\u0085b")]
    [InlineData(null)]
    public async Task A_name_that_cannot_be_used_is_refused(string? name)
    {
        var alice = await api.NewUserAsync();

        var response = await alice.PostAsync("/v1/items", new { item_name = name, type = "folder" });

        var problem = await response.IsProblemAsync(HttpStatusCode.BadRequest, "validation_failed");
        Assert.NotEmpty(problem.GetProperty("errors").GetProperty("item_name")[0].GetString()!);
        Assert.Equal(0, (await alice.GetJsonAsync("/v1/items")).GetProperty("total").GetInt32());
    }

    [Theory]
    [InlineData("{\"type\":\"folder\"}", "item_name")]
    [InlineData("{\"item_name\":\"x\"}", "type")]
    [InlineData("{\"item_name\":\"x\",\"type\":\"link\"}", "type")]
    [InlineData("{\"item_name\":\"x\",\"type\":1}", "type")]
    [InlineData("{\"item_name\":5,\"type\":\"folder\"}", "item_name")]
    [InlineData("{\"item_name\":\"\\ud800\",\"type\":\"folder\"}", "item_name")]
    [InlineData("{\"item_name\":\"x\",\"type\":\"folder\",\"on_conflict\":\"version\"}", "on_conflict")]
    [InlineData("{\"item_name\":\"x\",\"type\":\"folder\",\"parent_id\":9223372036854775808}", "parent_id")]
    [InlineData("{\"item_name\":\"x\",\"type\":\"folder\",\"parent_id\":\"7\"}", "parent_id")]
    [InlineData("{\"item_name\":\"x\",\"type\":\"folder\",\"colour\":\"red\"}", "colour")]
    public async Task A_field_that_is_not_as_it_should_be_is_named(string body, string field)
    {
        var alice = await api.NewUserAsync();

        var response = await alice.SendAsync(HttpMethod.Post, "/v1/items", new StringContent(body, Encoding.UTF8, "application/json"), null);

        var problem = await response.IsProblemAsync(HttpStatusCode.BadRequest, "validation_failed");
        Assert.NotEmpty(problem.GetProperty("errors").GetProperty(field)[0].GetString()!);
    }

    [Theory]
    [InlineData(255, 1)]
    [InlineData(85, 3)]
    [InlineData(63, 4)]
    public async Task A_name_has_up_to_255_bytes_whatever_its_characters_take(int count, int bytes)
    {
        var alice = await api.NewUserAsync();
        var name = string.Concat(Enumerable.Repeat(bytes switch { 1 => "a", 3 => "日", _ => "😀" }, count));

        await alice.CreateFolderAsync(name);
        var longer = await alice.PostAsync("/v1/items", new { item_name = name + "😀", type = "folder" });

        await longer.IsProblemAsync(HttpStatusCode.BadRequest, "validation_failed");
        var list = (await alice.GetJsonAsync("/v1/items")).GetProperty("data");
        Assert.Equal(name, Assert.Single(list.EnumerateArray()).Text("item_name"));
    }

    [Theory]
    [InlineData("日本語 😀 👩‍👩‍👧 ")]
    [InlineData("...")]
    [InlineData("\\ \" ' % _ $1 @Now :: ;--")]
    [InlineData(" ")]
    public async Task Any_other_text_is_a_name_and_comes_back_as_it_went_in(string name)
    {
        var alice = await api.NewUserAsync();

        var id = await alice.CreateFolderAsync(name);

        var folder = await alice.GetJsonAsync($"/v1/items/{id}");
        Assert.Equal(name, folder.Text("item_name"));
        Assert.Equal("/" + name, folder.Text("full_path"));
    }

    [Fact]
    public async Task Composed_and_decomposed_letters_are_one_name()
    {
        var alice = await api.NewUserAsync();

        var made = await alice.PostJsonAsync("/v1/items", new { item_name = "Cafe\u0301", type = "folder" });
        var again = await alice.PostAsync("/v1/items", new { item_name = "Caf\u00e9", type = "folder" });

        Assert.Equal("Caf\u00e9", made.Text("item_name"));
        await again.IsProblemAsync(HttpStatusCode.Conflict, "item_name_taken");
    }
}
