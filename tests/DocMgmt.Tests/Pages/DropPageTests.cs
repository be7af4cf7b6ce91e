using System.Net;
using DocMgmt.Tests.Harness;
using Microsoft.Playwright;

namespace DocMgmt.Tests.Pages;

/// <summary>Files that visitors send with a browser: chosen or dropped, with progress, one by one, and what is said of those that are not taken.</summary>
public class DropPageTests(Api api, Browsers browsers)
{
    [Fact]
    public async Task Several_are_chosen_and_arrive_as_they_are()
    {
        var (alice, folder, window) = await OpenAsync();
        await using var closing = window;
        var files = new[] { ("a.bin", TestUser.NewContent(50_000)), ("ü & 100%.txt", TestUser.NewContent(10)), ("empty.txt", []), ("d.bin", TestUser.NewContent(3)), ("e.bin", TestUser.NewContent(4)) };

        await window.Page.SetInputFilesAsync("#file", files.Select(f => PageKinds.File(f.Item1, f.Item2)));
        await SummaryAsync(window, "All files have arrived: 5.");

        foreach (var (name, content) in files) Assert.Equal(content, await StoredAsync(alice, folder, name));
    }

    [Fact]
    public async Task A_file_is_dropped_onto_the_page()
    {
        var (alice, folder, window) = await OpenAsync();
        await using var closing = window;

        await window.Page.EvaluateAsync("""
            () => {
                const data = new DataTransfer();
                data.items.add(new File(['dropped'], 'dropped.txt'));
                for (const name of ['dragenter', 'dragover', 'drop']) document.querySelector('.drop label').dispatchEvent(new DragEvent(name, { dataTransfer: data, bubbles: true, cancelable: true }));
            }
            """);
        await SummaryAsync(window, "All files have arrived: 1.");

        Assert.Equal("dropped"u8.ToArray(), await StoredAsync(alice, folder, "dropped.txt"));
    }

    [Fact]
    public async Task A_bar_grows_and_a_transfer_can_be_cancelled_and_tried_again()
    {
        var (alice, folder, window) = await OpenAsync();
        await using var closing = window;
        var content = TestUser.NewContent(1_500_000);
        await ThrottleAsync(window, 100_000);

        await window.Page.SetInputFilesAsync("#file", PageKinds.File("slow.bin", content));
        await window.Page.WaitForFunctionAsync("() => { const bar = document.querySelector('.files progress'); return bar.value > 0 && bar.value < 1; }");
        var bar = window.Page.GetByRole(AriaRole.Progressbar, new() { Name = "Progress of slow.bin" });
        var seen = await bar.EvaluateAsync<double>("b => b.value");
        await window.Page.WaitForFunctionAsync("(seen) => document.querySelector('.files progress').value > seen", seen);
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Cancel: slow.bin" }).ClickAsync();
        await SummaryAsync(window, "0 arrived, 1 did not.");
        var stored = (await alice.GetJsonAsync($"/v1/items/{folder}/children")).GetProperty("total").GetInt64();
        await ThrottleAsync(window, -1);
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Try again: slow.bin" }).ClickAsync();
        await SummaryAsync(window, "All files have arrived: 1.");

        Assert.Equal(0, stored);
        Assert.Equal(content, await StoredAsync(alice, folder, "slow.bin"));
    }

    [Fact]
    public async Task Leaving_while_something_is_sent_is_asked_about()
    {
        var (_, _, window) = await OpenAsync();
        await using var closing = window;
        await ThrottleAsync(window, 20_000);
        await window.Page.Locator("h1").ClickAsync(); // only pages that were used may ask
        await window.Page.SetInputFilesAsync("#file", PageKinds.File("slow.bin", TestUser.NewContent(400_000)));

        var asked = new TaskCompletionSource<string>();
        window.Page.Dialog += async (_, dialog) =>
        {
            asked.TrySetResult(dialog.Type);
            await dialog.DismissAsync();
        };
        await window.Page.EvaluateAsync("() => { setTimeout(() => location.reload()); }");

        Assert.Equal("beforeunload", await asked.Task.WaitAsync(TimeSpan.FromSeconds(20)));
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Cancel: slow.bin" }).ClickAsync();
    }

    [Fact]
    public async Task What_is_not_taken_says_why()
    {
        var types = new[] { "text/plain" };
        var (_, _, window) = await OpenAsync(new { permission_type = "write", max_upload_bytes = 100, max_uploads = 1, allowed_types = types });
        await using var closing = window;

        foreach (var (name, size) in new[] { ("large.txt", 101), ("other.pdf", 5), ("first.txt", 5), ("second.txt", 5) })
        {
            await window.Page.SetInputFilesAsync("#file", PageKinds.File(name, Enumerable.Repeat((byte)'a', size).ToArray()));
            await window.Page.Locator(".summary:not(:empty)").WaitForAsync();
        }

        Assert.Equal(
            ["This file is larger than this link accepts.", "This link doesn’t accept files of this kind.", "Arrived", "This link accepts no more files."],
            await window.Page.Locator(".files .state").AllInnerTextsAsync());
        Assert.Equal("1 arrived, 3 did not.", await window.Page.Locator(".summary").InnerTextAsync());
        Assert.Contains("Up to 100 bytes a file. Only: TXT.", await window.Page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_that_is_used_up_is_sent_nothing_more()
    {
        var (_, _, window) = await OpenAsync(new { permission_type = "write", max_uploads = 1 });
        await using var closing = window;

        await window.Page.SetInputFilesAsync("#file", Enumerable.Range(0, 12).Select(i => PageKinds.File($"{i}.txt", "a"u8.ToArray())));
        await SummaryAsync(window, "1 arrived, 11 did not.");

        Assert.InRange(window.Requests.Count(r => r.Contains("/content?", StringComparison.Ordinal)), 2, 6); // three are sent at once
        Assert.Equal(11, await window.Page.GetByText("This link accepts no more files.", new() { Exact = true }).CountAsync());
    }

    [Fact]
    public async Task A_large_file_that_is_refused_at_its_beginning_says_why()
    {
        var types = new[] { "text/plain" };
        var (_, _, window) = await OpenAsync(new { permission_type = "write", allowed_types = types });
        await using var closing = window;

        await window.Page.SetInputFilesAsync("#file", PageKinds.File("film.mp4", new byte[8_000_000]));

        await window.Page.GetByText("This link doesn’t accept files of this kind.", new() { Exact = true }).WaitForAsync();
    }

    [Fact]
    public async Task A_broken_connection_is_said_and_can_be_tried_again()
    {
        var (alice, folder, window) = await OpenAsync();
        await using var closing = window;
        window.Expected = "net::ERR_";

        await window.Page.Context.SetOfflineAsync(true);
        await window.Page.SetInputFilesAsync("#file", PageKinds.File("a.txt", "a"u8.ToArray()));
        await window.Page.GetByText("The connection broke. Check whether you are online, then try again.", new() { Exact = true }).WaitForAsync();
        await window.Page.Context.SetOfflineAsync(false);
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Try again" }).ClickAsync();
        await SummaryAsync(window, "All files have arrived: 1.");

        Assert.Equal("a"u8.ToArray(), await StoredAsync(alice, folder, "a.txt"));
    }

    private async Task<(TestUser Alice, long Folder, Window Window)> OpenAsync(object? body = null)
    {
        var alice = await api.NewUserAsync();
        var folder = await alice.CreateFolderAsync("Inbox");
        var window = await browsers.OpenAsync(api.Service);
        Assert.Equal((int)HttpStatusCode.OK, (await window.VisitAsync(await alice.LinkAsync(folder, body ?? new { permission_type = "write" })))!.Status);
        return (alice, folder, window);
    }

    private static async Task SummaryAsync(Window window, string text) => await window.Page.GetByRole(AriaRole.Status).Filter(new() { HasText = text }).WaitForAsync();

    private static async Task<byte[]> StoredAsync(TestUser user, long folder, string name)
    {
        var items = (await user.GetJsonAsync($"/v1/items/{folder}/children?page_size=100")).GetProperty("data").EnumerateArray();
        return await user.DownloadAsync(items.Single(i => i.Text("item_name") == name).Id());
    }

    private static async Task ThrottleAsync(Window window, int bytesPerSecond)
    {
        var session = await window.Page.Context.NewCDPSessionAsync(window.Page);
        await session.SendAsync("Network.enable");
        await session.SendAsync("Network.emulateNetworkConditions", new() { ["offline"] = false, ["latency"] = 0, ["downloadThroughput"] = -1, ["uploadThroughput"] = bytesPerSecond });
    }
}
