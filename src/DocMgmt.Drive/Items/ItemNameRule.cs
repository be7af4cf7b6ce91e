using FluentValidation;

namespace DocMgmt.Drive.Items;

/// <summary>The names' rules for validators.</summary>
public static class ItemNameRule
{
    /// <summary>Refuses a name, null included, that has a <see cref="ItemName.Fault"/> once it is normalized.
    /// The property keeps the text as sent: the handler stores <see cref="ItemName.Normalize"/> of it.</summary>
    public static IRuleBuilderOptions<T, string> ItemName<T>(this IRuleBuilder<T, string> rule) => rule
        .Must((_, name, context) =>
        {
            var fault = Items.ItemName.Fault(Items.ItemName.Normalize(name ?? ""));
            context.MessageFormatter.AppendArgument("Fault", fault);
            return fault is null;
        })
        .WithMessage("{Fault}");
}
