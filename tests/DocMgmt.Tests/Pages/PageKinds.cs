using System.Text;
using System.Text.Json;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Pages;

/// <summary>One of each kind of page, for what must hold of all of them.</summary>
internal static class PageKinds
{
    private static readonly string[] DropTypes = ["application/pdf", "image/*", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "application/x-unheard-of-by-anybody-who-lives"];

    /// <summary>By name, the way to it; the link's maker has it made.</summary>
    public static readonly IReadOnlyDictionary<string, Func<TestUser, Window, Task>> All = new Dictionary<string, Func<TestUser, Window, Task>>(StringComparer.Ordinal)
    {
        ["home"] = async (_, w) => await w.Page.GotoAsync("/"),
        ["file"] = async (u, w) => await w.VisitAsync(await LinkAsync(u, await FileAsync(u, "Quarterly report 2026.docx", TestUser.NewContent()), new { expires_at = "2027-03-31T12:00:00Z" })),
        ["picture"] = async (u, w) => await w.VisitAsync(await LinkAsync(u, await FileAsync(u, "Blue.png", Contents.Png))),
        ["text"] = async (u, w) => await w.VisitAsync(await LinkAsync(u, await FileAsync(u, "Notes.txt", Encoding.UTF8.GetBytes("Shopping\n– bread\n– butter\n")))),
        ["pdf"] = async (u, w) => await w.VisitAsync(await LinkAsync(u, await FileAsync(u, "Invoice.pdf", Contents.Pdf))),
        ["look only"] = async (u, w) => await w.VisitAsync(await LinkAsync(u, await FileAsync(u, "Plan.txt", "one, two, three"u8.ToArray()), new { allow_download = false })),
        ["limited"] = async (u, w) => await w.VisitAsync(await LinkAsync(u, await FileAsync(u, "Once.txt", "for your eyes"u8.ToArray()), new { max_downloads = 2 })),
        ["look only, limited"] = async (u, w) => await w.VisitAsync(await LinkAsync(u, await FileAsync(u, "Plan.pdf", Contents.Pdf), new { allow_download = false, max_downloads = 3 })),
        ["no content yet"] = async (u, w) => await w.VisitAsync(await LinkAsync(u, (await u.PostJsonAsync("/v1/items", new { type = "file", item_name = "Later.png" })).Id())),
        ["sound"] = async (u, w) => await w.VisitAsync(await LinkAsync(u, await FileAsync(u, "Speech.mp3", [1]))),
        ["film"] = async (u, w) => await w.VisitAsync(await LinkAsync(u, await FileAsync(u, "Trailer.mp4", [1]))),
        ["folder"] = async (u, w) => await w.VisitAsync(await LinkAsync(u, await FolderAsync(u))),
        ["folder below"] = async (u, w) => await w.VisitAsync(await LinkAsync(u, await FolderAsync(u)), "?path=/Photographs"),
        ["long folder"] = async (u, w) => await w.VisitAsync(await LinkAsync(u, await LongFolderAsync(u)), "?order=-size"),
        ["empty folder"] = async (u, w) => await w.VisitAsync(await LinkAsync(u, await u.CreateFolderAsync("Nothing yet"))),
        ["password"] = async (u, w) => await w.VisitAsync(await LinkAsync(u, await u.CreateFolderAsync("Locked"), new { password = "open sesame" })),
        ["wrong password"] = async (u, w) =>
        {
            await w.VisitAsync(await LinkAsync(u, await u.CreateFolderAsync("Locked"), new { password = "open sesame" }));
            await w.GivePasswordAsync("open barley");
        },
        ["drop"] = async (u, w) => await w.VisitAsync(await DropAsync(u)),
        ["drop with files"] = async (u, w) =>
        {
            await w.VisitAsync(await DropAsync(u));
            await w.Page.SetInputFilesAsync("#file", new[] { File("Passport.pdf", Contents.Pdf), File("holiday film with a rather long name, taken on a rainy day in the mountains.png", new byte[70_000]), File("cv.txt", "me"u8.ToArray()) });
            await w.Page.Locator(".summary:not(:empty)").WaitForAsync();
        },
        ["receipt"] = async (u, w) =>
        {
            await w.VisitAsync(await u.LinkAsync(await u.CreateFolderAsync("Inbox"), new { permission_type = "write" }));
            await w.Page.Locator("form.drop").EvaluateAsync("form => form.replaceWith(form.cloneNode(true))"); // as without the script
            await w.Page.SetInputFilesAsync("#file", File("Passport.pdf", Contents.Pdf));
            await w.Page.Locator("form.drop").EvaluateAsync("form => form.submit()");
            await w.Page.GetByText("Your file has arrived").WaitForAsync();
        },
        ["expired"] = async (u, w) =>
        {
            var link = await LinkAsync(u, await u.CreateFolderAsync("Old"));
            await u.Service.ExecuteAsync("UPDATE share_links SET expires_at = created_at WHERE id = $1", link.Id());
            await w.VisitAsync(link);
        },
        ["unknown"] = async (_, w) => await w.Page.GotoAsync("/shared/00000000-0000-4000-8000-000000000000"),
    };

    public static Microsoft.Playwright.FilePayload File(string name, byte[] content) => new() { Name = name, MimeType = "application/octet-stream", Buffer = content };

    private static Task<JsonElement> LinkAsync(TestUser user, long item, object? body = null) => user.LinkAsync(item, body);

    private static async Task<long> FileAsync(TestUser user, string name, byte[] content) => (await user.UploadAsync(name, content)).Id();

    private static async Task<JsonElement> DropAsync(TestUser user) =>
        await user.LinkAsync(await user.CreateFolderAsync("Applications 2026"), new { permission_type = "write", max_upload_bytes = 50_000, allowed_types = DropTypes });

    private static async Task<long> LongFolderAsync(TestUser user)
    {
        var folder = await user.CreateFolderAsync("Everything");
        for (var i = 0; i < 52; i++) await user.CreateFolderAsync($"Year {1950 + i}", folder);
        return folder;
    }

    private static async Task<long> FolderAsync(TestUser user)
    {
        var folder = await user.CreateFolderAsync("Summer festival");
        var below = await user.CreateFolderAsync("Photographs", folder);
        await user.UploadAsync("Blue.png", Contents.Png, below);
        foreach (var name in new[] { "Programme.pdf", "Budget.xlsx", "Poster final, really final – for the printers in Linz and Salzburg.png", "Speech.mp3", "Trailer.mp4", "All.zip", "Read me.txt", "Letter.docx", "Talk.pptx" })
            await user.UploadAsync(name, Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(name, name.Length * 40))), folder);
        return folder;
    }
}
