using System.Net;
using System.Text.Json;
using System.Xml;
using DocMgmt.Drive.OData;
using DocMgmt.Tests.Harness;
using DocMgmt.Tests.Pipeline;
using Microsoft.OData.Edm;
using Microsoft.OData.Edm.Csdl;

namespace DocMgmt.Tests.OData;

/// <summary>What OData clients read: /odata, its model, and the set of all that the caller may read.</summary>
public class ItemSetTests(Api api)
{
    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    public async Task The_set_is_what_the_caller_may_read_wherever_it_is(int seed)
    {
        var users = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => api.NewUserAsync()));
        var model = await RandomTree.PlantAsync(api.Service, users, new Random(seed), items: 250, grants: 30);

        foreach (var user in users)
        {
            var root = await api.Service.RootAsync(user);
            var expected = model.LevelsOf(user).Where(l => l.Key != root).ToDictionary(l => l.Key, l => l.Value);
            var seen = new Dictionary<long, int>();
            await foreach (var page in WalkAsync(user, "/odata/Items?$count=true&$select=id,permission_type,full_path&$orderby=size_bytes desc"))
            {
                Assert.Equal(expected.Count, page.GetProperty("@odata.count").GetInt32());
                foreach (var item in page.GetProperty("value").EnumerateArray()) seen.Add(item.Id(), Array.IndexOf(["read", "write", "admin", "owner"], item.Text("permission_type")) + 1);
            }

            Assert.Equal(expected.OrderBy(e => e.Key), seen.OrderBy(e => e.Key));
            Assert.Equal($"{expected.Count}", await (await user.GetAsync("/odata/Items/$count")).Content.ReadAsStringAsync());
        }
    }

    [Fact]
    public async Task Who_was_given_a_folder_finds_what_is_in_it_and_learns_nothing_of_what_is_around_it()
    {
        var (alice, bob) = (await api.NewUserAsync(), await api.NewUserAsync());
        var secret = await alice.CreateFolderAsync("secret");
        var shared = await alice.CreateFolderAsync("shared", secret);
        await alice.CreateFolderAsync("inner", shared);
        await alice.CreateFolderAsync("beside", secret);
        await api.Service.GrantAsync(shared, bob, 1);

        var seen = await bob.GetJsonAsync("/odata/Items?$filter=contains(item_name,'e')&$orderby=item_name");

        Assert.Equal(["inner", "shared"], Names(seen));
        Assert.Equal(["/shared/inner", "/shared"], seen.GetProperty("value").EnumerateArray().Select(i => i.Text("full_path")));
        Assert.Equal(JsonValueKind.Null, seen.GetProperty("value")[1].GetProperty("parent_id").ValueKind);
        await (await bob.GetAsync($"/odata/Items({secret})")).IsODataErrorAsync(HttpStatusCode.NotFound, "not_found");
        await api.Service.RevokeAsync(shared, bob);
        Assert.Empty(Names(await bob.GetJsonAsync("/odata/Items")));
    }

    [Fact]
    public async Task A_walk_ends_with_what_top_asked_for()
    {
        var alice = await api.NewUserAsync();
        await api.Service.ExecuteAsync("""
            INSERT INTO items (drive_id, parent_id, type, name, sort_key, size_bytes, created_by, created_at, updated_at)
            SELECT drive_id, id, 'file', lpad(CAST(n AS text), 5, '0'), lpad(CAST(n AS text), 5, '0'), 0, created_by, now(), now() FROM items, generate_series(0, 249) n WHERE id = $1
            """, await api.Service.RootAsync(alice));
        foreach (var (query, expected) in new[]
        {
            ("", Enumerable.Range(0, 250)), ("$top=101", Enumerable.Range(0, 101)), ("$top=100", Enumerable.Range(0, 100)), ("$top=1000", Enumerable.Range(0, 250)),
            ("$top=120&$skip=20", Enumerable.Range(20, 120)), ("$top=0", []), ("$filter=endswith(item_name,'7')&$top=120&$select=item_name", Enumerable.Range(0, 25).Select(n => (10 * n) + 7)),
            ("filter=endswith(item_name,'7')&TOP=120&Skip=1", Enumerable.Range(1, 24).Select(n => (10 * n) + 7)), // without the $, as 4.01 has it
        })
        {
            var seen = new List<string>();
            await foreach (var page in WalkAsync(alice, $"/odata/Items?{query}")) seen.AddRange(Names(page));
            Assert.Equal(expected.Select(n => $"{n:D5}"), seen);
        }
    }

    [Fact]
    public async Task The_model_can_be_read_back_and_has_each_member_of_an_item()
    {
        var alice = await api.NewUserAsync();
        await alice.CreateFolderAsync("f");
        var members = (await alice.GetJsonAsync("/v1/items")).GetProperty("data")[0].EnumerateObject().Select(m => m.Name).ToList();

        var response = await alice.GetAsync("/odata/$metadata");

        Assert.Equal("application/xml", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal("4.01", Assert.Single(response.Headers.GetValues("OData-Version")));
        using var xml = XmlReader.Create(new StringReader(await response.Content.ReadAsStringAsync()));
        var model = CsdlReader.Parse(xml);
        var type = model.EntityContainer.FindEntitySet("Items").EntityType();
        Assert.Equal(ItemModel.Properties, type.DeclaredProperties.Select(p => p.Name));
        Assert.Equal(members.Order(), type.DeclaredProperties.Select(p => p.Name).Order());
        Assert.Equal("id", Assert.Single(type.DeclaredKey).Name);
        var json = await alice.GetJsonAsync("/odata/$metadata?$format=json");
        Assert.Equal(members.Order(), json.GetProperty("DocMgmt").GetProperty("Item").EnumerateObject().Where(m => m.Name[0] != '$').Select(m => m.Name).Order());
    }

    [Fact]
    public async Task Values_are_of_the_types_that_the_model_says()
    {
        var alice = await api.NewUserAsync();
        await alice.CreateFolderAsync("folder");
        await alice.UploadAsync("file", TestUser.NewContent());
        foreach (var item in (await alice.GetJsonAsync("/odata/Items")).GetProperty("value").EnumerateArray())
        {
            foreach (var property in ItemModel.Type.DeclaredProperties)
            {
                var (value, kind) = (item.GetProperty(property.Name), property.Type.PrimitiveKind());
                if (value.ValueKind == JsonValueKind.Null) Assert.True(property.Type.IsNullable, property.Name);
                else if (property.Type.IsCollection()) Assert.Equal(JsonValueKind.Array, value.ValueKind);
                else if (kind == EdmPrimitiveTypeKind.DateTimeOffset) value.GetDateTimeOffset();
                else if (kind is EdmPrimitiveTypeKind.Int64 or EdmPrimitiveTypeKind.Int32) value.GetInt64();
                else if (kind == EdmPrimitiveTypeKind.Boolean) value.GetBoolean();
                else Assert.Equal(JsonValueKind.String, value.ValueKind);
            }
        }
    }

    [Fact]
    public async Task One_item_is_had_by_its_key_and_the_service_names_its_set()
    {
        var alice = await api.NewUserAsync();
        var id = await alice.CreateFolderAsync("f");
        var server = api.Service.Address.ToString().TrimEnd('/');

        var item = await alice.GetJsonAsync($"/odata/Items({id})?$select=item_name,id");
        var service = await alice.GetJsonAsync("/odata");

        Assert.Equal(["@odata.context", "id", "item_name"], item.EnumerateObject().Select(m => m.Name));
        Assert.Equal($"{server}/odata/$metadata#Items(id,item_name)/$entity", item.Text("@odata.context"));
        Assert.Equal($"{server}/odata/$metadata#Items", (await alice.GetJsonAsync("/odata/Items")).Text("@odata.context"));
        Assert.Equal($"{server}/odata/$metadata", service.Text("@odata.context"));
        Assert.Equal("Items", Assert.Single(service.GetProperty("value").EnumerateArray()).Text("url"));
    }

    [Theory]
    [InlineData("/odata/Items?$filter=nosuch eq 1", HttpStatusCode.BadRequest, "query_invalid")]
    [InlineData("/odata/Items?$top=-1", HttpStatusCode.BadRequest, "query_invalid")]
    [InlineData("/odata/Items?$count=perhaps", HttpStatusCode.BadRequest, "query_invalid")]
    [InlineData("/odata/Items?$expand=x", HttpStatusCode.BadRequest, "query_invalid")]
    [InlineData("/odata/Items?$format=xml", HttpStatusCode.BadRequest, "query_invalid")]
    [InlineData("/odata/Items?$filter=id eq 1&$filter=id eq 2", HttpStatusCode.BadRequest, "query_invalid")]
    [InlineData("/odata/Items?filter=id eq 1&$filter=id eq 2", HttpStatusCode.BadRequest, "query_invalid")]
    [InlineData("/odata/Items?filter=nosuch eq 1", HttpStatusCode.BadRequest, "query_invalid")]
    [InlineData("/odata/Items?$skiptoken=x", HttpStatusCode.BadRequest, "cursor_invalid")]
    [InlineData("/odata/Items?$skiptoken=x&$skip=1", HttpStatusCode.BadRequest, "query_invalid")]
    [InlineData("/odata/Items/$count?$top=1", HttpStatusCode.BadRequest, "query_invalid")]
    [InlineData("/odata/$metadata?$format=yaml", HttpStatusCode.BadRequest, "query_invalid")]
    [InlineData("/odata/Items(0)", HttpStatusCode.NotFound, "not_found")]
    [InlineData("/odata/Items('x')", HttpStatusCode.NotFound, "not_found")]
    [InlineData("/odata/Nothing", HttpStatusCode.NotFound, "not_found")]
    public async Task Failures_have_the_shape_that_OData_gives_them(string path, HttpStatusCode status, string code) => await (await (await api.NewUserAsync()).GetAsync(path)).IsODataErrorAsync(status, code);

    [Theory]
    [InlineData("/odata")]
    [InlineData("/odata/$metadata")]
    [InlineData("/odata/Items")]
    [InlineData("/odata/Items/$count")]
    [InlineData("/odata/Items(1)")]
    public async Task Nobody_reads_it_without_a_token(string path)
    {
        using var http = api.Service.Anonymous();

        var response = await http.GetAsync(new Uri(path, UriKind.Relative));

        await response.IsODataErrorAsync(HttpStatusCode.Unauthorized, "unauthorized");
        Assert.Equal("Bearer", response.Headers.WwwAuthenticate.ToString());
    }

    [Fact]
    public async Task Who_speaks_an_older_version_is_answered_in_it()
    {
        var alice = await api.NewUserAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/odata/Items");
        request.Headers.Add("OData-MaxVersion", "4.0");

        Assert.Equal("4.0", Assert.Single((await alice.Http.SendAsync(request)).Headers.GetValues("OData-Version")));
    }

    private static async IAsyncEnumerable<JsonElement> WalkAsync(TestUser user, string path)
    {
        for (var next = path; next is not null;)
        {
            var page = await user.GetJsonAsync(next);
            yield return page;
            next = page.TryGetProperty("@odata.nextLink", out var link) ? new Uri(link.GetString()!).PathAndQuery : null;
        }
    }

    private static List<string> Names(JsonElement page) => page.GetProperty("value").EnumerateArray().Select(i => i.Text("item_name")).ToList();
}
