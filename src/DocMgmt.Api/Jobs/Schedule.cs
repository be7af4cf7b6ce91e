using System.Data.Common;
using DocMgmt.Drive.Jobs;
using Npgsql;
using Quartz;

namespace DocMgmt.Api.Jobs;

/// <summary>When the jobs run. The schedule is in PostgreSQL, so that of several nodes one runs a job, and another one after that one died.</summary>
internal static class Schedule
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan FirstRun = TimeSpan.FromMinutes(1);

    public static void AddMaintenanceJobs(this IServiceCollection services)
    {
        services.AddSingleton<DbDataSource>(provider => provider.GetRequiredService<NpgsqlDataSource>());
        services.AddQuartz(quartz =>
        {
            quartz.ConfigureScheduler(o => (o.InstanceName, o.GenerateInstanceId) = ("docmgmt", true));
            quartz.UsePersistentStore(store =>
            {
                store.UsePostgres(o => o.UseRegisteredDataSource = true);
                store.ConfigureStore(o => o.TablePrefix = "quartz.qrtz_");
                store.UseClustering();
                store.ProvisionSchema();
            });
            foreach (var name in Maintenance.Names)
            {
                quartz.ScheduleJob<MaintenanceJob>(
                    trigger => trigger.WithIdentity(name).StartAt(TimeProvider.System.GetUtcNow() + FirstRun)
                        .WithSimpleSchedule(s => s.WithInterval(Interval).RepeatForever()),
                    job => job.WithIdentity(name).RequestRecovery());
            }
        });
        services.AddQuartzHostedService(o => o.WaitForJobsToComplete = true);
    }
}
