using DocMgmt.Drive.Text;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Search;

/// <summary>Whatever is done to items and tags, they are found by what they say then, and by nothing else.</summary>
public class SearchIndexTests(OwnService own) : IClassFixture<OwnService>
{
    [Fact]
    public async Task Items_are_found_by_what_they_are_called_now()
    {
        var alice = await own.Service.NewUserAsync();
        var folder = (await alice.PostJsonAsync("/v1/items", new { path = "/hazel/nut", type = "folder" })).Id();
        var file = (await alice.UploadAsync("almond.txt", [1], folder)).Id();
        var placeholder = (await alice.PostJsonAsync("/v1/items", new { item_name = "cashew", type = "file" })).Id();
        await (await alice.PatchAsync($"/v1/items/{placeholder}", new { description = "salted" })).SucceededAsync();
        await alice.UploadAsync("cashew", [1]);
        await alice.UploadAsync("almond.txt", [2], folder); // another version
        Assert.Equal("almond.txt|hazel|nut|cashew", $"{await alice.FindAsync("almond")}|{await alice.FindAsync("hazel")}|{await alice.FindAsync("nut")}|{await alice.FindAsync("salted")}");

        await (await alice.RenameAsync(file, "pecan.txt")).SucceededAsync();
        Assert.Equal("pecan.txt|", $"{await alice.FindAsync("pecan")}|{await alice.FindAsync("almond")}");
        await (await alice.MoveAsync(file, null, "brazil.txt")).SucceededAsync();
        Assert.Equal("brazil.txt||brazil.txt", $"{await alice.FindAsync("brazil")}|{await alice.FindAsync($"brazil in:{folder}")}|{await alice.FindAsync("brazil in:/")}");
        await (await alice.PatchAsync($"/v1/items/{file}", new { description = "from Pará" })).SucceededAsync();
        Assert.Equal("brazil.txt", await alice.FindAsync("para"));
        var copy = (await (await alice.CopyAsync(file, new { parent_id = folder, item_name = "copied.txt" })).SucceededAsync()).Id();
        Assert.Equal("copied.txt, brazil.txt", await alice.FindAsync("para"));
        await (await alice.PatchAsync($"/v1/items/{file}", new { description = (string?)null })).SucceededAsync();
        Assert.Equal("copied.txt", await alice.FindAsync("para"));

        await alice.TrashAsync(copy);
        await (await alice.RestoreAsync(copy, new { parent_id = (long?)null, item_name = "restored.txt" })).SucceededAsync();
        Assert.Equal("restored.txt|", $"{await alice.FindAsync("restored in:/")}|{await alice.FindAsync("copied")}");
        await own.Service.DoctorAsync();
    }

    [Fact]
    public async Task A_copied_or_given_away_tree_is_found_where_it_is_then()
    {
        var (alice, bob) = (await own.Service.NewUserAsync(), await own.Service.NewUserAsync());
        var folder = await alice.CreateFolderAsync("orchard");
        var file = (await alice.UploadAsync("quince.txt", [1], folder)).Id();
        await alice.CarryAsync(file, "fruit");
        await (await alice.CopyAsync(folder, new { item_name = "orchard two" })).SucceededAsync();
        Assert.Equal(2, (await alice.SearchAsync(new { query = "tag:fruit" })).GetProperty("total").GetInt32());
        Assert.Equal("quince.txt", await alice.FindAsync("quince in:\"/orchard two\""));

        await alice.OfferToAsync(folder, bob);
        await (await bob.AcceptAsync(folder)).SucceededAsync();
        Assert.Equal("quince.txt|quince.txt|orchard", $"{await bob.FindAsync("quince")}|{await bob.FindAsync("fruit")}|{await bob.FindAsync("orchard in:/")}");
        Assert.Equal("quince.txt", await alice.FindAsync("quince owner:me"));
        await own.Service.DoctorAsync();
    }

    [Fact]
    public async Task Tags_are_found_by_what_they_are_called_now()
    {
        var alice = await own.Service.NewUserAsync();
        var (one, two) = ((await alice.UploadAsync("one", [1])).Id(), (await alice.UploadAsync("two", [2])).Id());
        await alice.CarryAsync(one, "green apples");
        await alice.CarryAsync(two, "pears");
        Assert.Equal("one|one|two", $"{await alice.FindAsync("green")}|{await alice.FindAsync("\"green apples\"")}|{await alice.FindAsync("pears")}");

        await (await alice.PatchAsync($"/v1/tags/{await alice.TagIdAsync("green apples")}", new { name = "Äpfel" })).SucceededAsync();
        Assert.Equal("|one|one", $"{await alice.FindAsync("green")}|{await alice.FindAsync("apfel")}|{await alice.FindAsync("tag:äpfel")}");
        await (await alice.PostAsync($"/v1/tags/{await alice.TagIdAsync("pears")}/merge", new { into = await alice.TagIdAsync("Äpfel") })).SucceededAsync();
        Assert.Equal("two, one|", $"{await alice.FindAsync("apfel")}|{await alice.FindAsync("pears")}");
        await (await alice.DeleteAsync($"/v1/items/{two}/tags/{await alice.TagIdAsync("Äpfel")}")).SucceededAsync();
        Assert.Equal("one", await alice.FindAsync("apfel"));
        await (await alice.DeleteAsync($"/v1/tags/{await alice.TagIdAsync("Äpfel")}")).SucceededAsync();
        Assert.Equal("|", $"{await alice.FindAsync("apfel")}|{await alice.FindAsync("tag:äpfel")}");
        await own.Service.DoctorAsync();
    }

    [Fact]
    public async Task Texts_are_found_however_their_letters_are_composed_and_however_long_they_are()
    {
        var alice = await own.Service.NewUserAsync();
        var file = (await alice.UploadAsync("composed", [1])).Id();
        var signs = string.Concat(Enumerable.Range(0, 150).Select(n => (char)(0x4E00 + n)));
        await (await alice.PatchAsync($"/v1/items/{file}", new { description = $"{CanonicalForm.Decompose("한국어 문서 Élan")} {signs}" })).SucceededAsync();
        await alice.CarryAsync(file, CanonicalForm.Decompose("서울"));
        await alice.CreateTagAsync(CanonicalForm.Decompose("부산"));

        foreach (var query in new[] { "한국어", CanonicalForm.Decompose("문서"), "elan", CanonicalForm.Decompose("élan"), "서울", CanonicalForm.Decompose("서울"), signs[..2], signs[70..75], signs[148..], signs[10..140], $"\"{signs[60..90]}\"" })
            Assert.Equal("composed", await alice.FindAsync(query));
        Assert.Equal("", await alice.FindAsync($"{signs[3]}{signs[2]}"));
        await own.Service.DoctorAsync();
    }

    [Theory]
    [InlineData("rename")]
    [InlineData("tag")]
    public async Task What_waits_for_a_merge_of_tags_has_what_came_of_it(string what)
    {
        var alice = await own.Service.NewUserAsync();
        var file = (await alice.UploadAsync("merged", [1])).Id();
        await alice.CarryAsync(file, "apple");
        var (apple, pear) = (await alice.TagIdAsync("apple"), await alice.CreateTagAsync("pear"));
        await using var holder = await Holder.OfAsync(own.Service, "SELECT id FROM tags WHERE id IN ($1, $2) FOR UPDATE", apple, pear);
        await holder.RunAsync("UPDATE item_tags SET tag_id = $2 WHERE tag_id = $1", apple, pear);
        await holder.RunAsync("UPDATE tags SET usage_count = 1 WHERE id = $1", pear);
        await holder.RunAsync("UPDATE search_texts SET tags_text = '#' || $2 WHERE tags_text = '#' || $1", apple, pear);
        await holder.RunAsync("DELETE FROM tags WHERE id = $1", apple);

        var waiting = what == "rename" ? alice.RenameAsync(file, "renamed") : alice.PostAsync($"/v1/items/{file}/tags", new { name = "plum" });
        await holder.BlocksAsync(own.Service, waiting);
        await holder.CommitAsync();

        await (await waiting).SucceededAsync();
        Assert.Equal(what == "rename" ? "renamed" : "merged", await alice.FindAsync("pear"));
        await own.Service.DoctorAsync();
    }

    [Fact]
    public async Task What_was_there_before_search_was_is_found_when_the_job_has_run()
    {
        var alice = await own.Service.NewUserAsync();
        var file = (await alice.UploadAsync("Élan vital.txt", [1])).Id();
        await alice.CarryAsync(file, "Ältestes");
        await own.Service.ExecuteAsync("DELETE FROM search_texts WHERE item_id = $1", file);
        await own.Service.ExecuteAsync("UPDATE tags SET name_text = NULL");
        Assert.Equal("|", $"{await alice.FindAsync("elan")}|{await alice.FindAsync("altestes")}");

        await own.Service.RunJobAsync("search-index");

        Assert.Equal("Élan vital.txt|Élan vital.txt", $"{await alice.FindAsync("elan")}|{await alice.FindAsync("altestes")}");
        await own.Service.DoctorAsync();
    }
}
