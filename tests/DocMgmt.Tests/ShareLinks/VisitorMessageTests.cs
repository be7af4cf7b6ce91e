using DocMgmt.Drive.Files;
using DocMgmt.Drive.Items;
using DocMgmt.Drive.Permissions;
using DocMgmt.Drive.Pipeline;
using DocMgmt.Drive.ShareLinks;
using DocMgmt.Drive.Trash;
using DocMgmt.Drive.Users;
using DocMgmt.Tests.Harness;
using MediatR;
using Microsoft.Extensions.DependencyInjection;

namespace DocMgmt.Tests.ShareLinks;

/// <summary>What is behind the gate, for a head that forgot a rule: the pipeline and the statements judge by themselves.</summary>
public class VisitorMessageTests(Api api)
{
    [Fact]
    public async Task Only_reading_is_open_to_who_came_to_read_and_only_uploading_to_who_came_to_drop()
    {
        var alice = await api.NewUserAsync();
        var folder = await alice.CreateFolderAsync("F");
        var file = (await alice.UploadAsync("f", TestUser.NewContent(), folder)).Id();
        var (reads, drops) = ((await alice.LinkAsync(folder)).Id(), (await alice.LinkAsync(folder, new { permission_type = "write" })).Id());
        var messages = new IBaseRequest[]
        {
            new GetItem.Query(folder), new ListItems.Query(folder, null, null, null, null, null), new FindContent.Query(file, null, _ => false), new FindContent.Query(file, 1, _ => false), new ListItems.Query(folder, null, null, null, null, null, Recursive: true),
            new ListItems.Query(folder, null, true, null, null, null), new GetItemByPath.Query("/"),
            new AdmitUpload.Query(new(folder, "x", 1, null, null, OnConflict.Rename)), new UpdateItem.Command(file, "y", false, null, null), new CreateItem.Command("z", ItemType.Folder, folder, null),
            new TrashItem.Command(file), new ListPermissions.Query(folder), new GrantPermission.Command(folder, alice.Id, null, null, GrantLevel.Read, null), new GetMe.Query(),
            new ListShareLinks.Query(folder), new DeleteShareLink.Command(folder, reads), new ListMyShareLinks.Query(null, null, null), new MoveItem.Command(file, folder, "q", null, false),
        };

        Assert.Equal(4, await AdmittedAsync(new(reads, Level.Read, null)));
        Assert.Equal(1, await AdmittedAsync(new(drops, Level.Write, alice.Id)));

        async Task<int> AdmittedAsync(LinkVisit visit)
        {
            var admitted = 0;
            foreach (var message in messages)
            {
                try
                {
                    await SendAsync(message, visit);
                    Assert.True(message is IOpenToVisitors, $"{message}");
                    admitted++;
                }
                catch (Problem e)
                {
                    Assert.Equal("unauthorized", e.Code);
                }
            }

            return admitted;
        }
    }

    [Fact]
    public async Task A_drive_tells_a_visitor_who_announces_sizes_nothing_of_its_room()
    {
        var alice = await api.NewUserAsync(quotaBytes: 1_000);
        var folder = await alice.CreateFolderAsync("F");
        var visit = new LinkVisit((await alice.LinkAsync(folder, new { permission_type = "write" })).Id(), Level.Write, alice.Id);

        foreach (var size in new[] { 1, 1_000, 1_001, 1_000_000 }) await SendAsync(new AdmitUpload.Query(new(folder, "x", size, null, null, OnConflict.Rename)), visit);
    }

    [Fact]
    public async Task Every_statement_judges_the_link_anew()
    {
        var alice = await api.NewUserAsync();
        var folder = await alice.CreateFolderAsync("F");
        var link = await alice.LinkAsync(folder);
        var visit = new LinkVisit(link.Id(), Level.Read, null);
        await SendAsync(new GetItem.Query(folder), visit);

        await (await alice.DeleteLinkAsync(link)).SucceededAsync(); // between the gate and the statement

        Assert.Equal("link_gone", (await Assert.ThrowsAsync<Problem>(() => SendAsync(new GetItem.Query(folder), visit))).Code);
        Assert.Equal("link_gone", (await Assert.ThrowsAsync<Npgsql.PostgresException>(() => SendAsync(new CountVisit.Command(VisitKind.Read, folder, null), visit))).ConstraintName);
    }

    [Fact]
    public async Task A_link_that_takes_files_gives_no_statement_more_than_its_own_folder()
    {
        var alice = await api.NewUserAsync();
        var (folder, other) = (await alice.CreateFolderAsync("F"), await alice.CreateFolderAsync("other"));
        var visit = new LinkVisit((await alice.LinkAsync(folder, new { permission_type = "write" })).Id(), Level.Write, alice.Id);

        Assert.Equal("not_found", (await Assert.ThrowsAsync<Problem>(() => SendAsync(new AdmitUpload.Query(new(other, "x", 1, null, null, OnConflict.Rename)), visit))).Code);
        Assert.Equal("not_found", (await Assert.ThrowsAsync<Problem>(() => SendAsync(new AdmitUpload.Query(new(null, "x", 1, null, null, OnConflict.Rename)), visit))).Code);
        // One that reads does not take files because somebody says that its visitor came to drop some.
        var reads = new LinkVisit((await alice.LinkAsync(folder)).Id(), Level.Write, alice.Id);
        Assert.Equal("forbidden", (await Assert.ThrowsAsync<Problem>(() => SendAsync(new AdmitUpload.Query(new(folder, "x", 1, null, null, OnConflict.Rename)), reads))).Code);
    }

    private async Task SendAsync(IBaseRequest message, LinkVisit visit)
    {
        await using var scope = api.Service.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Caller>().ComeIn(visit);
        var response = message.GetType().GetInterfaces().Single(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IRequest<>)).GetGenericArguments()[0];
        var send = typeof(IMediator).GetMethods().Single(m => m.Name == "Send" && m.IsGenericMethod && m.GetGenericArguments().Length == 1).MakeGenericMethod(response);
        await (Task)send.Invoke(scope.ServiceProvider.GetRequiredService<IMediator>(), [message, CancellationToken.None])!;
    }
}
