using System.Net;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Tags;

/// <summary>Whoever puts tags on items, and whoever changes the tags meanwhile.</summary>
public class TagLockTests(Api api, OwnService own) : IClassFixture<OwnService>
{
    private const string Tagged = "SELECT id FROM tags WHERE id = $1 FOR NO KEY UPDATE";

    [Fact]
    public async Task Who_waits_while_a_tag_is_merged_finds_what_came_of_it()
    {
        var service = own.Service;
        var alice = await service.NewUserAsync();
        var file = (await alice.UploadAsync("f", TestUser.NewContent())).Id();
        await alice.CarryAsync(file, "a", "b");
        var (a, c) = (await alice.TagIdAsync("a"), await alice.CreateTagAsync("c"));
        await using var holder = await Holder.OfAsync(service, "SELECT id FROM tags WHERE id IN ($1, $2) FOR UPDATE", a, c);

        var replacing = alice.PutTagsAsync(file, Tagging.Names("b", "d")); // takes a off
        await holder.BlocksAsync(service, replacing);
        await holder.RunAsync("UPDATE item_tags SET tag_id = $2 WHERE tag_id = $1", a, c);
        await holder.RunAsync("UPDATE search_texts SET tags_text = replace(tags_text, '#' || $1, '#' || $2)", a, c);
        await holder.RunAsync("UPDATE tags SET usage_count = 1 WHERE id = $1", c);
        await holder.RunAsync("DELETE FROM tags WHERE id = $1", a);
        await holder.CommitAsync();

        await (await replacing).SucceededAsync();
        Assert.Equal("b 1, d 1", await alice.CarriedAsync(file));
        await service.DoctorAsync();
    }

    [Fact]
    public async Task Who_waits_for_a_tag_into_which_another_one_of_the_item_is_merged_finds_it_there()
    {
        var service = own.Service;
        var alice = await service.NewUserAsync();
        var file = (await alice.UploadAsync("f", TestUser.NewContent())).Id();
        await alice.CarryAsync(file, "a");
        var (a, c) = (await alice.TagIdAsync("a"), await alice.CreateTagAsync("c"));
        await using var holder = await Holder.OfAsync(service, "SELECT id FROM tags WHERE id IN ($1, $2) FOR UPDATE", a, c);

        var adding = alice.SendAsync(HttpMethod.Put, $"/v1/items/{file}/tags/{c}", null, null); // and leaves a where it is
        await holder.BlocksAsync(service, adding);
        await holder.RunAsync("UPDATE item_tags SET tag_id = $2 WHERE tag_id = $1", a, c);
        await holder.RunAsync("UPDATE search_texts SET tags_text = replace(tags_text, '#' || $1, '#' || $2)", a, c);
        await holder.RunAsync("UPDATE tags SET usage_count = 1 WHERE id = $1", c);
        await holder.RunAsync("DELETE FROM tags WHERE id = $1", a);
        await holder.CommitAsync();

        await (await adding).SucceededAsync();
        Assert.Equal("c 1", await alice.CarriedAsync(file));
        await service.DoctorAsync();
    }

    [Fact]
    public async Task Who_names_a_tag_that_is_renamed_meanwhile_gets_one_of_the_name_that_they_said()
    {
        var service = own.Service;
        var alice = await service.NewUserAsync();
        var (file, tag) = ((await alice.UploadAsync("f", TestUser.NewContent())).Id(), await alice.CreateTagAsync("said"));
        await using var holder = await Holder.OfAsync(service, "UPDATE tags SET name = 'other', name_key = 'other', name_text = 'other' WHERE id = $1", tag);

        var tagging = alice.PostAsync($"/v1/items/{file}/tags", new { name = "said" });
        await holder.BlocksAsync(service, tagging);
        await holder.CommitAsync();

        await (await tagging).SucceededAsync();
        Assert.Equal("said 1, other 0", await alice.TagsAsync());
    }

    [Theory]
    [InlineData("merge")]
    [InlineData("merge into")]
    [InlineData("delete")]
    public async Task What_changes_a_tag_waits_for_who_is_putting_it_on_something(string what)
    {
        var service = own.Service;
        var alice = await service.NewUserAsync();
        var file = (await alice.UploadAsync("f", TestUser.NewContent())).Id();
        var (tag, other) = (await alice.CreateTagAsync("a"), await alice.CreateTagAsync("b"));
        await using var holder = await Holder.OfAsync(service, Tagged, tag);
        await holder.RunAsync("INSERT INTO item_tags (item_id, tag_id) VALUES ($1, $2)", file, tag);
        await holder.RunAsync("UPDATE search_texts SET tags_text = '#' || $2 WHERE item_id = $1", file, tag);

        var changing = what switch
        {
            "merge" => alice.PostAsync($"/v1/tags/{tag}/merge", new { into = other }),
            "merge into" => alice.PostAsync($"/v1/tags/{other}/merge", new { into = tag }),
            _ => alice.DeleteAsync($"/v1/tags/{tag}"),
        };
        await holder.BlocksAsync(service, changing);
        await holder.RunAsync("UPDATE tags SET usage_count = usage_count + 1 WHERE id = $1", tag);
        await holder.CommitAsync();

        await (await changing).SucceededAsync();
        Assert.Equal(what switch { "merge" => "b 1", "merge into" => "a 1", _ => "" }, await alice.CarriedAsync(file));
        await service.DoctorAsync();
    }

    /// <summary>Taggers come to tags from items; who changes tags does not go the other way.</summary>
    [Fact]
    public async Task What_changes_a_tag_waits_for_no_item_that_carries_it()
    {
        var service = own.Service;
        var alice = await service.NewUserAsync();
        var file = (await alice.UploadAsync("f", TestUser.NewContent())).Id();
        await alice.CarryAsync(file, "a", "b");
        await using var holder = await Holder.OfAsync(service, "SELECT id FROM items WHERE id = $1 FOR NO KEY UPDATE", file);

        await alice.PostJsonAsync($"/v1/tags/{await alice.TagIdAsync("a")}/merge", new { into = await alice.CreateTagAsync("c") });
        await (await alice.DeleteAsync($"/v1/tags/{await alice.TagIdAsync("b")}")).SucceededAsync();

        await holder.CommitAsync();
        Assert.Equal("c 1", await alice.CarriedAsync(file));
    }

    /// <summary>Who makes a name waits for no tag's row while others who have such a row wait for the name: the names come first, for all.</summary>
    [Fact]
    public async Task Names_come_one_after_the_other_and_before_all_rows()
    {
        var service = own.Service;
        var alice = await service.NewUserAsync();
        var (file, tag) = ((await alice.UploadAsync("f", TestUser.NewContent())).Id(), await alice.CreateTagAsync("a"));
        await using var holder = await Holder.OfAsync(service, "SELECT pg_advisory_xact_lock(hashtextextended('tags of ' || drive_id, 0)) FROM tags WHERE id = $1", tag);

        var renaming = alice.PatchAsync($"/v1/tags/{tag}", new { name = "b" });
        await holder.BlocksAsync(service, renaming);
        await holder.RunAsync("SELECT id FROM tags WHERE id = $1 FOR UPDATE NOWAIT", tag);
        await holder.RunAsync("INSERT INTO tags (drive_id, name, name_key, name_text) SELECT drive_id, 'b', 'b', 'b' FROM tags WHERE id = $1", tag);
        await holder.CommitAsync();

        await (await renaming).IsProblemAsync(HttpStatusCode.Conflict, "tag_name_taken");
        await alice.CarryAsync(file, "a", "b");
    }

    [Theory]
    [InlineData(0, HttpStatusCode.NotFound, "not_found")]
    [InlineData(1, HttpStatusCode.Forbidden, "forbidden")]
    public async Task Who_lost_an_item_while_they_waited_for_a_tag_tags_nothing(int left, HttpStatusCode status, string code)
    {
        var service = own.Service;
        var (alice, bob) = (await service.NewUserAsync(), await service.NewUserAsync());
        var file = (await alice.UploadAsync("f", TestUser.NewContent())).Id();
        var tag = await alice.CreateTagAsync("a");
        await service.GrantAsync(file, bob, 2);
        await using var holder = await Holder.OfAsync(service, Tagged, tag);

        var tagging = bob.PutTagsAsync(file, Tagging.Names("a"));
        await holder.BlocksAsync(service, tagging);
        await service.RevokeAsync(file, bob);
        if (left > 0) await service.GrantAsync(file, bob, left);
        await holder.CommitAsync();

        await (await tagging).IsProblemAsync(status, code);
        Assert.Equal("a 0", await alice.TagsAsync());
    }

    [Fact]
    public async Task Sixteen_who_name_the_same_new_tags_make_each_once()
    {
        var alice = await api.NewUserAsync();
        var files = new List<long>();
        for (var n = 0; n < 16; n++) files.Add((await alice.UploadAsync($"{n}", [(byte)n])).Id());

        var answers = await Task.WhenAll(files.Select((f, n) => alice.PutTagsAsync(f, n % 2 == 0 ? Tagging.Names("x", "y") : Tagging.Names("Y", "X"))));

        Assert.All(answers, a => Assert.Equal(HttpStatusCode.OK, a.StatusCode));
        Assert.Equal("x 16, y 16", (await alice.TagsAsync()).ToLowerInvariant());
    }
}
