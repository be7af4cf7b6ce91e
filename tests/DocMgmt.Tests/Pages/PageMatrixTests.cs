using System.Net;
using DocMgmt.Api.Pages.Language;
using DocMgmt.Tests.Harness;
using DocMgmt.Tests.ShareLinks;
using Microsoft.Playwright;

namespace DocMgmt.Tests.Pages;

/// <summary>Every state that a link can be in, as a person sees it in a browser: of a folder to look at, and of one that takes files.</summary>
public class PageMatrixTests(Api api, Browsers browsers)
{
    public static TheoryData<string, bool> Cells()
    {
        var cells = new TheoryData<string, bool>();
        foreach (var state in GateWorld.States.Keys)
        {
            cells.Add(state, false);
            cells.Add(state, true);
        }

        return cells;
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task What_a_browser_shows(string state, bool drops)
    {
        var world = await GateWorld.OfAsync(api, state, drops, GetType());
        await using var window = await browsers.OpenAsync(api.Service);
        var before = await world.CountsAsync();

        var answer = (await window.VisitAsync(world.Link, $"?{world.Unlock}"))!;
        if (world.Password is { } password) answer = await window.GivePasswordAsync(password);

        var shown = await window.Page.ContentAsync();
        var after = await world.CountsAsync();
        if (GateWorld.States[state].Refusal is var (status, code))
        {
            Assert.Equal((int)status, answer.Status);
            Assert.Equal(status == HttpStatusCode.Unauthorized ? English.Words.PasswordTitle : English.Words.Problems[code].Title, await window.TitleAsync());
            Assert.Equal(code == "link_password_wrong", shown.Contains(English.Words.PasswordWrong, StringComparison.Ordinal));
            Assert.Equal(before, after);
            Assert.Equal(0, await window.Page.GetByText(English.Words.BackToStart).CountAsync()); // where there is nothing to go back to
            var told = $"{string.Join('\n', (await answer.AllHeadersAsync()).Where(h => h.Key is not ("x-request-id" or "date" or "content-security-policy")).Select(h => h.Value))} {shown}";
            foreach (var secret in new[] { GateWorld.FileName, GateWorld.FolderName, world.Content }) Assert.DoesNotContain(secret, told, StringComparison.Ordinal);
            return;
        }

        Assert.Equal((int)HttpStatusCode.OK, answer.Status);
        Assert.Equal(before.Accesses + 1, after.Accesses); // the folder and what is in it are one visit
        Assert.Equal((before.Downloads, before.Uploads), (after.Downloads, after.Uploads));
        Assert.Equal(drops ? English.Words.DropTitle(GateWorld.FolderName) : GateWorld.FolderName, await window.TitleAsync());
        if (drops) await DropAsync(world, window);
        else await DownloadAsync(world, window);
    }

    private static async Task DownloadAsync(GateWorld world, Window window)
    {
        await window.Page.GetByRole(AriaRole.Link, new() { Name = GateWorld.FileName, Exact = true }).ClickAsync();
        var (name, content) = await window.SaveAsync(window.Page.GetByRole(AriaRole.Link, new() { Name = "Download" }));
        Assert.Equal((GateWorld.FileName, world.Content), (name, System.Text.Encoding.UTF8.GetString(content)));
    }

    private static async Task DropAsync(GateWorld world, Window window)
    {
        var before = await world.CountsAsync();
        Assert.DoesNotContain(GateWorld.FileName, await window.Page.ContentAsync(), StringComparison.Ordinal);
        await window.Page.SetInputFilesAsync("#file", PageKinds.File("new.txt", TestUser.NewContent()));
        await window.Page.GetByText(English.Words.Sending["done"], new() { Exact = true }).WaitForAsync();
        Assert.Equal(before.Uploads + 1, (await world.CountsAsync()).Uploads);
    }
}
