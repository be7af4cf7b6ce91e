using System.Buffers.Binary;
using System.Net.Sockets;

namespace DocMgmt.Api.Connections;

/// <summary>How far the kernel has come with what was written to a TCP connection.</summary>
/// <param name="Acknowledged">Bytes that the peer has taken since it connected.</param>
/// <param name="Unsent">Bytes that wait for the peer to make room.</param>
internal readonly record struct SendProgress(long Acknowledged, long Unsent)
{
    // Linux: getsockopt(IPPROTO_TCP, TCP_INFO) fills struct tcp_info of linux/tcp.h, whose fields keep their places for ever.
    private const int IpProtoTcp = 6, TcpInfo = 11, BytesAckedAt = 120, NotSentBytesAt = 144, Length = 148;

    /// <summary>Null where the system does not tell: no Linux, no TCP.</summary>
    public static SendProgress? Of(Socket socket)
    {
        if (!OperatingSystem.IsLinux() || socket.ProtocolType != ProtocolType.Tcp) return null;
        Span<byte> info = stackalloc byte[Length];
        try
        {
            if (socket.GetRawSocketOption(IpProtoTcp, TcpInfo, info) < Length) return null;
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            return null; // it is closed
        }

        return new(BinaryPrimitives.ReadInt64LittleEndian(info[BytesAckedAt..]), BinaryPrimitives.ReadUInt32LittleEndian(info[NotSentBytesAt..]));
    }
}
