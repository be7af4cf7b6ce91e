using DocMgmt.Drive;
using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using MediatR;
using Npgsql;

namespace DocMgmt.Tests.Architecture;

/// <summary>What the compiler can't hold about use cases.</summary>
public class MessageTests
{
    private static readonly Type[] Types = typeof(DriveServices).Assembly.GetTypes();

    private static IEnumerable<Type> Handlers => Types.Where(t => t is { IsAbstract: false, IsGenericTypeDefinition: false } && Request(t) is not null);

    [Fact]
    public void Every_request_type_declares_its_access()
    {
        var requests = Handlers.Select(h => Request(h)!).ToList();

        Assert.NotEmpty(requests);
        Assert.All(requests, r => Assert.True(typeof(IMessage).IsAssignableFrom(r), $"{r} is no IMessage"));
        Assert.All(requests, r => Assert.True(Implements(r, typeof(ICommand<>)) ^ Implements(r, typeof(IQuery<>)), $"{r} is neither a command nor a query, or both"));
    }

    [Fact]
    public void Queries_have_no_other_door_to_the_database_than_the_guarded_one() =>
        Assert.All(Handlers.Where(h => Implements(Request(h)!, typeof(IQuery<>))), handler =>
            Assert.DoesNotContain(handler.GetConstructors()[0].GetParameters(),
                p => p.ParameterType == typeof(Db) || p.ParameterType == typeof(NpgsqlDataSource) || p.ParameterType == typeof(NpgsqlConnection)));

    [Fact]
    public void A_use_case_is_one_file_of_its_name()
    {
        var sources = Directory.GetFiles(Path.Combine(Harness.Generated.Root, "src", "DocMgmt.Drive"), "*.cs", SearchOption.AllDirectories)
            .Select(Path.GetFileNameWithoutExtension).ToHashSet();

        Assert.All(Handlers, h => Assert.Contains(h.DeclaringType!.Name, sources));
    }

    [Fact]
    public void Visitors_may_send_these_messages_and_no_others() => Assert.Equal(
        [
            "AdmitToArchive", "AdmitUpload", "BeginArchived", "CommitResumable", "CommitUpload", "CountPieces", "CreateResumable", "FindArchived", "FindContent",
            "FindPartials", "FindResumable", "GetItem", "GetItemByPath", "ListForArchive", "ListItems", "TakePieces",
        ],
        Types.Where(t => t is { IsInterface: false } && typeof(IOpenToVisitors).IsAssignableFrom(t)).Select(t => t.DeclaringType!.Name).Order(StringComparer.Ordinal));

    private static Type? Request(Type type) => type.GetInterfaces()
        .FirstOrDefault(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IRequestHandler<,>))?.GetGenericArguments()[0];

    private static bool Implements(Type type, Type openInterface) => type.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == openInterface);
}
