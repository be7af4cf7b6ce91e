using System.Text.RegularExpressions;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Transfers;

/// <summary>Whom something is offered to learns its name, type and size and whose it is: nothing of what lies above, beside or in it.</summary>
public partial class OfferCanaryTests(Api api)
{
    [Fact]
    public async Task No_answer_holds_a_name_or_an_id_of_what_the_asker_may_not_read()
    {
        await api.Service.ExecuteAsync("SELECT setval('items_id_seq', nextval('items_id_seq') + 1000000)"); // ids that look like nothing else
        var (alice, bob) = (await api.NewUserAsync(), await api.NewUserAsync());
        var root = await api.Service.RootAsync(alice);
        var top = await alice.CreateFolderAsync("canary-top");
        var beside = await alice.CreateFolderAsync("canary-beside", top);
        var offered = await alice.CreateFolderAsync("Offered", top);
        var inside = await alice.CreateFolderAsync("canary-inside", offered);
        var file = (await alice.UploadAsync("canary-file", TestUser.NewContent(), offered)).Id();
        await alice.OfferToAsync(offered, bob);
        long[] hidden = [root, top, beside, inside, file];

        var answers = new List<HttpResponseMessage> { await bob.GetAsync("/v1/transfers"), await bob.GetAsync("/v1/shared-with-me"), await bob.GetAsync($"/v1/items?parent_id={offered}") };
        foreach (var item in new[] { offered, inside, file, top, beside, root })
        {
            answers.AddRange([await bob.GetAsync($"/v1/items/{item}"), await bob.GetAsync($"/v1/items/{item}/access"), await bob.OfferAsync(item, new { user_id = alice.Id })]);
            foreach (var parent in hidden) answers.Add(await bob.AcceptAsync(item, new { parent_id = parent }));
            if (item != offered) answers.AddRange([await bob.AcceptAsync(item), await bob.WithdrawAsync(item)]);
        }

        Assert.Equal(2, answers.Count(a => a.IsSuccessStatusCode));
        Assert.Contains("Offered", await answers[0].Content.ReadAsStringAsync(), StringComparison.Ordinal);
        answers.Add(await bob.AcceptAsync(offered));
        foreach (var answer in answers)
        {
            var text = $"{string.Join('\n', answer.Headers.Select(h => string.Join(',', h.Value)))}\n{await answer.Content.ReadAsStringAsync()}";
            Assert.DoesNotContain("canary", text, StringComparison.Ordinal);
            Assert.Empty(Number().Matches(text).Select(m => m.Value).Intersect(hidden.Select(id => $"{id}")));
        }
    }

    [GeneratedRegex(@"\d+", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Number();
}
