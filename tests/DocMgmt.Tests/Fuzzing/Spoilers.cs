namespace DocMgmt.Tests.Fuzzing;

/// <summary>Ways to make a request wrong, each in one respect.</summary>
internal static class Spoilers
{
    private static readonly Action<Draft, Random>[] All = [.. BodySpoilers.All, .. BodySpoilers.All, .. AddressSpoilers.All, .. AddressSpoilers.All, .. HeaderSpoilers.All, .. FramingSpoilers.All];

    public static void Apply(Draft draft, Random random) => All[random.Next(All.Length)](draft, random);

    public static T Pick<T>(this Random random, IReadOnlyList<T> values) => values[random.Next(values.Count)];

    public static void Replace<T>(this IList<T> values, Random random, Func<T, T> change)
    {
        if (values.Count == 0) return;
        var i = random.Next(values.Count);
        values[i] = change(values[i]);
    }
}
