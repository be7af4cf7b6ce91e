using FluentValidation;

namespace DocMgmt.Drive.Items;

/// <summary>A request that puts something that is there into a folder.</summary>
public interface IPlaced
{
    /// <summary>Null: the name that it has.</summary>
    string? ItemName { get; }
    NameConflict? OnConflict { get; }
}

internal sealed class PlacedValidator : AbstractValidator<IPlaced>
{
    public PlacedValidator()
    {
        RuleFor(c => c.ItemName!).ItemName().When(c => c.ItemName is not null);
        RuleFor(c => c.OnConflict).IsInEnum();
    }
}
