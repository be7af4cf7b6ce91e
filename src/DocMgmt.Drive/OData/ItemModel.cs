using Microsoft.OData.Edm;

namespace DocMgmt.Drive.OData;

/// <summary>What OData clients know of items: the members of an item's JSON, by their names there.</summary>
public static class ItemModel
{
    public const string Namespace = "DocMgmt";
    public const string SetName = "Items";

    public static IEdmModel Model { get; }
    public static IEdmEntityType Type { get; }
    public static IEdmEntitySet Items { get; }

    /// <summary>In the order of the JSON.</summary>
    public static IReadOnlyList<string> Properties { get; }

    static ItemModel()
    {
        var (model, type) = (new EdmModel(), new EdmEntityType(Namespace, "Item"));
        type.AddKeys(type.AddStructuralProperty("id", EdmPrimitiveTypeKind.Int64, isNullable: false));
        foreach (var (name, kind, nullable) in Members) type.AddStructuralProperty(name, kind, nullable);
        type.AddStructuralProperty("tags", new EdmCollectionTypeReference(new EdmCollectionType(EdmCoreModel.Instance.GetString(isNullable: false))));
        var container = new EdmEntityContainer(Namespace, "Container");
        model.AddElement(type);
        model.AddElement(container);
        Items = container.AddEntitySet(SetName, type);
        (Model, Type, Properties) = (model, type, [.. type.DeclaredProperties.Select(p => p.Name)]);
    }

    private static readonly (string Name, EdmPrimitiveTypeKind Kind, bool Nullable)[] Members =
    [
        ("item_name", EdmPrimitiveTypeKind.String, false),
        ("type", EdmPrimitiveTypeKind.String, false),
        ("owner_id", EdmPrimitiveTypeKind.Int64, false),
        ("parent_id", EdmPrimitiveTypeKind.Int64, true),
        ("full_path", EdmPrimitiveTypeKind.String, false),
        ("is_starred", EdmPrimitiveTypeKind.Boolean, false),
        ("description", EdmPrimitiveTypeKind.String, true),
        ("size_bytes", EdmPrimitiveTypeKind.Int64, true),
        ("mime_type", EdmPrimitiveTypeKind.String, true),
        ("checksum", EdmPrimitiveTypeKind.String, true),
        ("current_version_id", EdmPrimitiveTypeKind.Int64, true),
        ("version_count", EdmPrimitiveTypeKind.Int32, false),
        ("can_edit", EdmPrimitiveTypeKind.Boolean, false),
        ("permission_type", EdmPrimitiveTypeKind.String, false),
        ("scan_status", EdmPrimitiveTypeKind.String, true),
        ("created_by", EdmPrimitiveTypeKind.Int64, false),
        ("created_at", EdmPrimitiveTypeKind.DateTimeOffset, false),
        ("updated_at", EdmPrimitiveTypeKind.DateTimeOffset, false),
        ("last_accessed_at", EdmPrimitiveTypeKind.DateTimeOffset, true),
        ("revision", EdmPrimitiveTypeKind.Int64, false),
    ];
}
