using System.Data.Common;
using Npgsql;
using Quartz;

namespace DocMgmt.Api.Jobs;

/// <summary>The scheduler. Its store is PostgreSQL, so that of several nodes one runs a job, and another one after that one died.</summary>
internal static class Schedule
{
    private static readonly TimeSpan CheckIn = TimeSpan.FromSeconds(3);

    public static void AddMaintenanceJobs(this IServiceCollection services)
    {
        services.AddSingleton<DbDataSource>(provider => provider.GetRequiredService<NpgsqlDataSource>());
        services.AddQuartz(quartz =>
        {
            quartz.ConfigureScheduler(o =>
            {
                (o.InstanceName, o.GenerateInstanceId) = ("docmgmt", true);
                o.ShutdownJobInterruption = ShutdownJobInterruption.Always; // a job ends between two batches
            });
            quartz.UsePersistentStore(store =>
            {
                store.UsePostgres(o => o.UseRegisteredDataSource = true);
                store.ConfigureStore(o => o.TablePrefix = "quartz.qrtz_");
                // What a dead node ran is another's after two of these; clocks must agree to a second (Quartz: clustering).
                store.UseClustering(cluster => (cluster.CheckinInterval, cluster.CheckinMisfireThreshold) = (CheckIn, CheckIn));
                store.ProvisionSchema();
            });
        });
        services.AddHostedService<Timetable>();
        services.Configure<QuartzHostedServiceOptions>(o => o.WaitForJobsToComplete = true);
        services.AddSingleton<QuartzHostedService>();
        services.AddHostedService<SchedulerService>();
        services.AddScoped<RunsByHand>();
    }
}
