using System.Text.Json;
using DocMgmt.Drive.Archives;
using DocMgmt.Drive.Audit;
using DocMgmt.Drive.Batches;
using DocMgmt.Drive.Blobs;
using DocMgmt.Drive.Copies;
using DocMgmt.Drive.Database;
using DocMgmt.Drive.Direct;
using DocMgmt.Drive.Doctor;
using DocMgmt.Drive.Files;
using DocMgmt.Drive.Groups;
using DocMgmt.Drive.Idempotency;
using DocMgmt.Drive.Items;
using DocMgmt.Drive.Jobs;
using DocMgmt.Drive.Permissions;
using DocMgmt.Drive.Pipeline;
using DocMgmt.Drive.Resumable;
using DocMgmt.Drive.Seals;
using DocMgmt.Drive.Search;
using DocMgmt.Drive.Sessions;
using DocMgmt.Drive.ShareLinks;
using DocMgmt.Drive.Tags;
using DocMgmt.Drive.Trash;
using DocMgmt.Drive.Usage;
using DocMgmt.Drive.Users;
using DocMgmt.Drive.Versions;
using FluentValidation;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace DocMgmt.Drive;

/// <summary>
/// Registers the use cases and the pipeline before them. The host adds what is its own: the data source, the blob store, the limits and
/// policies, <see cref="Passwords"/> and <see cref="ReadEvents"/>.
/// </summary>
public static class DriveServices
{
    public static IServiceCollection AddDrive(this IServiceCollection services)
    {
        TypeHandlers.Register();
        // Messages speak of fields by the names that clients know.
        ValidatorOptions.Global.DisplayNameResolver = (_, member, _) => member is null ? null : JsonNamingPolicy.SnakeCaseLower.ConvertName(member.Name);
        services.AddScoped<ServiceFactory>(scope => scope.GetRequiredService);
        services.AddScoped<IMediator, Mediator>();
        services.AddScoped<Caller>();
        services.AddScoped<Db>();
        services.AddScoped<GuardedDb>();
        services.AddScoped<Admission>();
        services.AddScoped<StoredAnswers>();
        services.AddScoped<VersionWriter>();
        services.AddScoped<UploadPrecondition>();
        services.AddScoped<Reception>();
        services.AddScoped<Uploads>();
        services.AddScoped<ResumableUploads>();
        services.AddScoped<PieceReception>();
        services.AddSingleton(new ResumableTurns());
        services.TryAddSingleton(new PieceLimits());
        services.AddScoped<DirectUploads>();
        services.AddSingleton<DirectDownloads>();
        services.AddSingleton<DirectAdoptions>();
        services.AddScoped<Proofs>();
        services.AddScoped<ContentBytes>();
        services.AddScoped<Downloads>();
        services.AddScoped<Archiver>();
        AddBlobs(services);
        services.AddDoctor();
        services.AddSingleton<Migrator>();
        services.AddSingleton(new SearchLimits());
        AddAudit(services);
        AddItems(services);
        AddTags(services);
        AddShareLinks(services);
        AddDeletion(services);
        AddJobs(services);
        AddPeople(services);
        AddPipeline(services);
        AddImplementations(services, typeof(IRequestHandler<,>));
        AddImplementations(services, typeof(IValidator<>));
        return services;
    }

    private static void AddBlobs(IServiceCollection services)
    {
        services.AddScoped<StagingSweep>();
        services.AddScoped<PieceSweep>();
        services.AddScoped<Healing>();
        services.AddScoped<BlobSweep>();
        services.AddSingleton<BlobMigration>();
        services.AddSingleton<Settlement>();
        services.AddHostedService(provider => provider.GetRequiredService<Settlement>());
        services.AddScoped<IntegrityCheck>();
    }

    private static void AddAudit(IServiceCollection services)
    {
        services.AddSingleton<Sequencer>();
        services.AddHostedService(provider => provider.GetRequiredService<Sequencer>());
        services.AddHostedService<ReadEventsWriter>();
        services.AddScoped<EventList>();
        services.AddScoped<UsageReports>();
        services.AddScoped<SealChain>();
        services.AddScoped<Erasure>();
        services.AddSingleton<AuditVerifier>();
    }

    private static void AddItems(IServiceCollection services)
    {
        services.AddScoped<FreeName>();
        services.AddScoped<Precondition>();
        services.AddScoped<ItemRow>();
        services.AddScoped<Subtrees>();
        services.AddScoped<DriveChange>();
        services.AddScoped<Moves>();
        services.AddScoped<Placing>();
        services.AddScoped<FileCopy>();
        services.AddScoped<FolderCopy>();
        services.AddScoped<SourceTree>();
    }

    private static void AddShareLinks(IServiceCollection services)
    {
        services.AddScoped<ShareLinkMaker>();
        services.AddScoped<ShareGate>();
        services.AddScoped<Visit>();
        services.AddSingleton<DropTurns>();
    }

    private static void AddTags(IServiceCollection services)
    {
        services.AddScoped<DriveTags>();
        services.AddScoped<OwnTags>();
        services.AddScoped<ItemTagging>();
        services.AddScoped<CarriedTags>();
        services.AddScoped<DroppedTags>();
    }

    /// <summary>The trash, and what goes for good.</summary>
    private static void AddDeletion(IServiceCollection services)
    {
        services.AddScoped<Purge>();
        services.AddScoped<PurgeList>();
        services.AddScoped<BatchLocks>();
        services.AddScoped<TrashLists>();
        services.AddScoped<Pruning>();
    }

    private static void AddJobs(IServiceCollection services)
    {
        services.AddScoped<JobQueue>();
        services.AddScoped<JobTurn>();
        services.AddSingleton<JobBell>();
        services.AddSingleton<JobLife>();
        services.AddSingleton<JobRunner>();
        services.AddSingleton<UserWork>();
        services.AddHostedService<UserJobs>();
        foreach (var type in Types.Where(t => t.IsAssignableTo(typeof(IMaintenanceJob)))) services.AddScoped(typeof(IMaintenanceJob), type);
        foreach (var type in Types.Where(t => t.IsAssignableTo(typeof(IUserJob)))) services.AddScoped(typeof(IUserJob), type);
    }

    /// <summary>Accounts, signing in, groups.</summary>
    private static void AddPeople(IServiceCollection services)
    {
        services.AddScoped<Accounts>();
        services.AddScoped<NamedUsers>();
        services.AddScoped<SignIns>();
        services.AddScoped<OwnEnd>();
        services.AddScoped<Membership>();
        services.AddSingleton<Throttle>();
    }

    /// <summary>The order is the order in which a request passes them; a behavior's constraint says which requests do.</summary>
    private static void AddPipeline(IServiceCollection services)
    {
        services.AddScoped(typeof(IPipelineBehavior<,>), typeof(ValidationBehavior<,>));
        services.AddScoped(typeof(IPipelineBehavior<,>), typeof(CallerBehavior<,>));
        services.AddScoped(typeof(IPipelineBehavior<,>), typeof(GuessBehavior<,>));
        services.AddScoped(typeof(IPipelineBehavior<,>), typeof(TransactionBehavior<,>));
        services.AddScoped(typeof(IPipelineBehavior<,>), typeof(IdempotencyBehavior<,>));
        services.AddScoped(typeof(IPipelineBehavior<,>), typeof(AccessBehavior<,>));
        services.AddScoped(typeof(IPipelineBehavior<,>), typeof(PreconditionBehavior<,>));
        services.AddScoped(typeof(IPipelineBehavior<,>), typeof(AuditBehavior<,>));
        services.AddScoped(typeof(IPipelineBehavior<,>), typeof(ReadAuditBehavior<,>));
    }

    private static IEnumerable<Type> Types => typeof(DriveServices).Assembly.GetTypes().Where(t => t is { IsAbstract: false, IsGenericTypeDefinition: false });

    private static void AddImplementations(IServiceCollection services, Type openInterface)
    {
        foreach (var type in Types)
        {
            foreach (var contract in type.GetInterfaces().Where(i => i.IsGenericType && i.GetGenericTypeDefinition() == openInterface))
                services.AddScoped(contract, type);
        }
    }
}
