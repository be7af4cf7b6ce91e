using Microsoft.Extensions.DependencyInjection;

namespace DocMgmt.Drive.Doctor;

/// <summary>Registers the checks, in the order in which they run. What would still delete bytes in use is mended first.</summary>
internal static class DoctorServices
{
    public static void AddDoctor(this IServiceCollection services)
    {
        services.AddSingleton<DoctorDb>();
        services.AddSingleton<Examiner>();
        services.AddSingleton<BytesLook>();
        services.AddScoped<ICheck, DoomedBlobsCheck>();
        services.AddScoped<ICheck, ReferencesCheck>();
        services.AddScoped<ICheck, BlobRowsCheck>();
        services.AddScoped<ICheck, VersionsCheck>();
        services.AddScoped<ICheck, FilesCheck>();
        services.AddScoped<ICheck, ItemsCheck>();
        services.AddScoped<ICheck, FolderPathsCheck>();
        services.AddScoped<ICheck, TrashMarksCheck>();
        services.AddScoped<ICheck, TrashSizesCheck>();
        services.AddScoped<ICheck, DrivesCheck>();
        services.AddScoped<ICheck, UsedBytesCheck>();
        services.AddScoped<ICheck, TagCountsCheck>();
        services.AddScoped<ICheck, ItemTagsCheck>();
        services.AddScoped<ICheck, SearchTextsCheck>();
        services.AddScoped<ICheck, UploadsCheck>();
        services.AddScoped<ICheck, StagedUploadsCheck>();
        services.AddScoped<ICheck, ResumableUploadsCheck>();
        services.AddScoped<ICheck, ResumablePiecesCheck>();
        services.AddScoped<ICheck, BlobBytesCheck>();
        services.AddScoped<ICheck, UnknownObjectsCheck>();
    }
}
