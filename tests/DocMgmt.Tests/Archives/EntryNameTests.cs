using DocMgmt.Drive.Archives;

namespace DocMgmt.Tests.Archives;

public class EntryNameTests
{
    [Theory]
    [InlineData("a.txt", "a.txt")]
    [InlineData("10:30.txt", "10:30.txt")]
    [InlineData("a b. ", "a b. ")]
    [InlineData("a\\b.txt", "a_b (17).txt")]
    [InlineData("C:evil.txt", "C_evil (17).txt")]
    [InlineData(".. ", "_ (17)")]
    [InlineData("...", "_ (17)")]
    [InlineData("C:..\\up.txt", "C_.._up (17).txt")]
    public void A_name_leads_nowhere_on_any_system(string name, string expected) => Assert.Equal(expected, EntryName.Step(name, 17, isFolder: false));
}
