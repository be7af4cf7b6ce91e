using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Search;

/// <summary>What is suggested to who is typing.</summary>
public class SuggestTests(Api api)
{
    [Fact]
    public async Task Names_that_begin_so_come_first_then_those_that_have_the_words()
    {
        var alice = await api.NewUserAsync();
        foreach (var name in new[] { "Budget report.pdf", "report.pdf", "Reports 2024.xlsx", "Annual report.docx", "other.txt" }) await alice.UploadAsync(name, [1]);
        await alice.CreateFolderAsync("Reporting");

        Assert.Equal("report.pdf, Reporting, Reports 2024.xlsx, Annual report.docx, Budget report.pdf", await alice.SuggestAsync("report"));
        Assert.Equal("Reporting, Reports 2024.xlsx, report.pdf, Annual report.docx, Budget report.pdf", await alice.SuggestAsync("REP"));
        Assert.Equal("Budget report.pdf", await alice.SuggestAsync("budget r"));
        Assert.Equal("Budget report.pdf", await alice.SuggestAsync("report bud"));
        Assert.Equal("", await alice.SuggestAsync("\"-!"));
        Assert.Equal("", await alice.SuggestAsync("type:pdf"));
        Assert.Equal(2, (await alice.GetJsonAsync("/v1/search/suggest?q=r&limit=2")).GetArrayLength());
    }
}
