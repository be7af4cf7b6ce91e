using FluentValidation;

namespace DocMgmt.Drive.Versions;

/// <summary>A message that says which versions shall be kept.</summary>
internal interface IKeeping
{
    int? KeepNewest { get; }
    int? KeepDailyDays { get; }
}

internal sealed class KeepingValidator : AbstractValidator<IKeeping>
{
    public KeepingValidator()
    {
        RuleFor(c => c.KeepNewest).InclusiveBetween(1, VersionPolicy.MostNewest);
        RuleFor(c => c.KeepDailyDays).InclusiveBetween(1, VersionPolicy.MostDays);
    }
}
