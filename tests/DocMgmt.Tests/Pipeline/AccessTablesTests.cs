using DocMgmt.Tests.Groups;
using DocMgmt.Tests.Harness.Conformance;
using DocMgmt.Tests.Resumable;
using DocMgmt.Tests.ShareLinks;
using DocMgmt.Tests.Tags;
using DocMgmt.Tests.Transfers;

namespace DocMgmt.Tests.Pipeline;

/// <summary>Who may do what is stated of every operation of the description, in one of the tables.</summary>
public class AccessTablesTests(Api api)
{
    [Fact]
    public async Task Every_operation_is_in_a_table()
    {
        var description = await ApiDescription.OfAsync(api.Service.Address);

        var tables = new[]
        {
            await new AccessTableTests(api).AskedAsync(), await new UploadTableTests(api).AskedAsync(), await new TrashTableTests(api).AskedAsync(),
            await new SharedTableTests(api).AskedAsync(), await new AccountTableTests(api).AskedAsync(), await new GroupAccessTests(api).AskedAsync(),
            await new TransferAccessTests(api).AskedAsync(), await new TagAccessTests(api).AskedAsync(), await new TusTableTests(api).AskedAsync(),
            await new VisitorTableTests(api).AskedAsync(),
        };

        Assert.Equal([], description.Operations.Select(o => $"{o}").Except(tables.SelectMany(t => t), StringComparer.Ordinal));
    }
}
