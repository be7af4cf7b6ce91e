using System.Net;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Search;

/// <summary>What people find by what they type. Whoever wants a case more writes a line more.</summary>
public class RelevanceTests(Api api)
{
    // Made from top to bottom, a minute apart: what stands lower changed later. A slash at the end makes a folder.
    private const string Library = """
        | name                                 | tags             | description
        | Q4_Budget-Report 2024.final.pdf      | finance          |
        | Report.pdf                           |                  |
        | Report template.docx                 |                  |
        | Annual report (draft).docx           |                  |
        | Reports/                             |                  |
        | Budget 2023.xlsx                     | finance, Q4      |
        | budget.txt                           |                  | What we spend; see the annual plan.
        | Bewerbung Müller.pdf                 |                  |
        | résumé.pdf                           |                  |
        | TL072 datasheet.pdf                  | Op amps          |
        | TL074 datasheet.pdf                  | Op amps          |
        | user1.json                           |                  |
        | user2.json                           |                  |
        | To be or not to be.txt               |                  |
        | HolidayPlan2025.xlsx                 |                  |
        | IMG_20240131_1530.jpg                |                  | The team in front of the new office
        | notes.final.md                       |                  |
        | Straße nach Süden.mp3                |                  |
        | 年度報告書.pdf                        |                  |
        | Отчёт за март.docx                   |                  |
        | 🎉 party.png                         |                  |
        | re: invoice 12:30.eml                |                  |
        | archive.tar.gz                       |                  |
        | cider.txt                            |                  |
        | Cider house.txt                      |                  |
        | About cider drinks.txt               |                  |
        | TopSecret.txt                        |                  | CodeWord
        | ФАЙЛ.ДОК                             |                  |
        """;

    // Names are shortened to what tells them apart.
    private const string Cases = """
        | report                    | Report.pdf; Reports/; Report template; Annual report; Q4_Budget | called so, begins so, has the word; of equals what changed last
        | Report.pdf                | Report.pdf; Q4_Budget                    | exactly this first
        | q4                        | Q4_Budget; Budget 2023                   | a word of the name, a tag
        | 2024                      | IMG_2024; Q4_Budget                      | a number, and one that begins so
        | budget report             | Q4_Budget                                | all words, in any order
        | report budget             | Q4_Budget                                |
        | repo                      | Reports/; Report template; Report.pdf; Annual report; Q4_Budget | the last word may go on; begins so comes first
        | repo budget               |                                          | only the last one
        | repo* budget              | Q4_Budget                                | or one with a star
        | budjet                    | budget.txt; Budget 2023; Q4_Budget       | one typo, when nothing else is found
        | bugdet                    | budget.txt; Budget 2023; Q4_Budget       |
        | budgett                   | budget.txt; Budget 2023; Q4_Budget       |
        | bdget report              | Q4_Budget                                |
        | bodjet                    |                                          | two are too many
        | cidar                     | cider.txt; Cider house; About cider      | also then: called so, begins so, has the word
        | "top secret"              |                                          | parts of a word are no phrase
        | "secret code"             |                                          | nor do they stand beside each other
        | secret code               | TopSecret                                |
        | ext:док                   | ФАЙЛ.ДОК                                 |
        | BUDGET                    | budget.txt; Budget 2023; Q4_Budget       | case does not count
        | muller                    | Bewerbung                                | accents neither
        | MÜLLER                    | Bewerbung                                |
        | resume                    | résumé                                   |
        | strasse sueden            | Straße                                   | ü is u; ue is a letter too many
        | strasse suden             | Straße                                   |
        | TL072                     | TL072                                    | identifiers are kept whole
        | tl07                      | TL074; TL072                             |
        | user1                     | user1                                    |
        | user                      | user2; user1                             |
        | to be or not to be        | To be or not                             | stop words too; "or" may be said twice
        | "to be or not to be"      | To be or not                             |
        | "be or not"               | To be or not                             |
        | "be not"                  |                                          | a phrase is one word after the other
        | "or"                      | To be or not                             | the word itself
        | holiday                   | HolidayPlan                              | what words are made of
        | plan                      | HolidayPlan; budget.txt                  | and what is said about a thing
        | plan 2025                 | HolidayPlan                              |
        | 20240131                  | IMG_2024                                 |
        | office                    | IMG_2024                                 |
        | "new office"              | IMG_2024                                 |
        | annual -draft             | budget.txt                               | without a word
        | report -"annual report"   | Report.pdf; Reports/; Report template; Q4_Budget |
        | budget -finance           | budget.txt                               | without a tag
        | muller or résumé          | résumé; Bewerbung                        | one or another
        | budget report or 2023     | Budget 2023; Q4_Budget                   | or binds closer
        | finance                   | Budget 2023; Q4_Budget                   | the words of tags
        | tag:finance               | Budget 2023; Q4_Budget                   |
        | tag:fin                   |                                          | all of a tag
        | tag:"op amps" tl072       | TL072                                    |
        | tag:finance tag:q4        | Budget 2023                              |
        | tag:finance -tag:q4       | Q4_Budget                                |
        | type:folder report        | Reports/                                 |
        | type:file report          | Report.pdf; Report template; Annual report; Q4_Budget |
        | type:pdf report           | Report.pdf; Q4_Budget                    |
        | type:spreadsheet          | HolidayPlan; Budget 2023                 |
        | type:image or type:audio  | party; Straße; IMG_2024                  |
        | ext:json                  | user2; user1                             |
        | ext:.JSON user1           | user1                                    |
        | ext:tar.gz                | archive                                  |
        | ext:gz or ext:mp3         | archive; Straße                          |
        | -ext:pdf report           | Reports/; Report template; Annual report |
        | final                     | notes.final; Q4_Budget                   |
        | owner:me resume           | résumé                                   |
        | -owner:me resume          |                                          |
        | 報告                       | 年度報告書                                | parts of what is written without spaces
        | 年                         | 年度報告書                                |
        | 告報                       |                                          |
        | отчет                     | Отчёт                                    |
        | отчот                     | Отчёт                                    |
        | 🎉                         | party                                    |
        | re: invoice               | re: invoice                              | a colon behind another word is none of ours
        | 12:30                     | re: invoice                              |
        | *.json                    | user2; user1                             | as people ask a shell
        | budget - 2023             | Budget 2023                              | a dash alone is none
        """;

    [Fact]
    public async Task People_find_what_they_mean()
    {
        await using var service = await api.StartAsync();
        var user = await service.NewUserAsync();
        var names = new List<string>();
        foreach (var row in Rows(Library).Skip(1))
        {
            service.Clock.Advance(TimeSpan.FromMinutes(1));
            var item = row[0].EndsWith('/') ? await user.CreateFolderAsync(row[0].TrimEnd('/')) : (await user.UploadAsync(row[0], [1])).Id();
            if (row[1].Length > 0) await user.CarryAsync(item, row[1].Split(", "));
            if (row[2].Length > 0) await (await user.PatchAsync($"/v1/items/{item}", new { description = row[2] })).SucceededAsync();
            names.Add(row[0].TrimEnd('/'));
        }

        var wrong = new List<string>();
        foreach (var row in Rows(Cases))
        {
            var expected = string.Join(", ", row[1].Split("; ", StringSplitOptions.RemoveEmptyEntries).Select(n => n.EndsWith('/') ? n.TrimEnd('/') : names.Single(full => full.Contains(n, StringComparison.Ordinal))));
            var response = await user.PostAsync("/v1/search", new { query = row[0] });
            Assert.True(response.StatusCode == HttpStatusCode.OK, $"{row[0]}: {await response.Content.ReadAsStringAsync()}");
            var found = Searching.Names(await response.SucceededAsync());
            if (found != expected) wrong.Add($"{row[0]}\n  expected {expected}\n  found    {found}");
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    private static IEnumerable<string[]> Rows(string table) => table.Split('\n').Select(l => l.Split('|').Skip(1).Select(c => c.Trim()).ToArray());
}
