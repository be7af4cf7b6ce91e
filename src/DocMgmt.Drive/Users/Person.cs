namespace DocMgmt.Drive.Users;

/// <summary>As others see a user.</summary>
public sealed record Person(long Id, string DisplayName);
