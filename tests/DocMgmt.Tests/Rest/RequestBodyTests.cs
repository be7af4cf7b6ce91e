using System.Net;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Rest;

public class RequestBodyTests(Api api)
{
    [Theory]
    [InlineData("""{"item_name": "x", "type": "folder", "colour": "red"}""", "colour")]
    [InlineData("""{"itemName": "x", "type": "folder"}""", "itemName")]
    [InlineData("""{"Item_Name": "x", "type": "folder"}""", "Item_Name")]
    [InlineData("""{"item_name": 1, "type": "folder"}""", "item_name")]
    [InlineData("""{"item_name": ["x"], "type": "folder"}""", "item_name")]
    [InlineData("""{"item_name": "x", "type": "socket"}""", "type")]
    [InlineData("""{"item_name": "x", "type": 1}""", "type")]
    [InlineData("""{"item_name": "x", "type": "folder", "parent_id": "7"}""", "parent_id")]
    [InlineData("""{"item_name": "x", "type": "folder", "parent_id": 1.5}""", "parent_id")]
    [InlineData("""{"item_name": "x", "type": "folder", "parent_id": 99999999999999999999}""", "parent_id")]
    [InlineData("""{"item_name": "x", "item_name": "y", "type": "folder"}""", "item_name")]
    [InlineData("""{"type": "folder"}""", "item_name")]
    [InlineData("""{"item_name": null, "type": "folder"}""", "item_name")]
    [InlineData("""{"item_name": "x"}""", "type")]
    [InlineData("""{"item_name": "\ud800", "type": "folder"}""", "item_name")]
    [InlineData("""[]""", "body")]
    [InlineData("""null""", "body")]
    [InlineData("""{"item_name": """, null)]
    [InlineData("""nonsense""", "body")]
    [InlineData("", "body")]
    public async Task A_body_that_is_not_as_it_should_be_names_what_is_wrong(string body, string? field)
    {
        var alice = await api.NewUserAsync();
        using var content = new StringContent(body, null, "application/json");

        var response = await alice.SendAsync(HttpMethod.Post, "/v1/items", content, null);

        var problem = await response.IsProblemAsync(HttpStatusCode.BadRequest, "validation_failed");
        var named = Assert.Single(problem.GetProperty("errors").EnumerateObject());
        if (field is not null) Assert.Equal(field, named.Name);
        Assert.NotEmpty(named.Value[0].GetString()!);
        Assert.DoesNotContain("DocMgmt.", problem.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_body_is_named()
    {
        var alice = await api.NewUserAsync();

        var problem = await (await alice.SendAsync(HttpMethod.Post, "/v1/items", null, null)).IsProblemAsync(HttpStatusCode.BadRequest, "validation_failed");

        Assert.True(problem.GetProperty("errors").TryGetProperty("body", out _));
    }

    [Theory]
    [InlineData("/v1/items?parent_id=x", "parent_id")]
    [InlineData("/v1/items?type=socket", "type")]
    [InlineData("/v1/items?starred=perhaps", "starred")]
    [InlineData("/v1/items?page=x", "page")]
    [InlineData("/v1/items?page_size=0", "page_size")]
    [InlineData("/v1/items?page_size=101", "page_size")]
    [InlineData("/v1/items/by-path", "path")]
    public async Task A_parameter_that_is_not_as_it_should_be_is_named(string path, string field)
    {
        var alice = await api.NewUserAsync();

        var problem = await (await alice.GetAsync(path)).IsProblemAsync(HttpStatusCode.BadRequest, "validation_failed");

        Assert.Equal([field], problem.GetProperty("errors").EnumerateObject().Select(p => p.Name));
    }
}
