namespace DocMgmt.Drive.Listing;

/// <summary>One step of an order. What is null (a folder's size and MIME type) comes first where the order ascends, last where it descends.</summary>
public sealed record OrderTerm(OrderField Field, bool Descending);
