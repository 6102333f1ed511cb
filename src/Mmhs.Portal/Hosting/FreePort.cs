using System.Net;
using System.Net.Sockets;

namespace Mmhs.Portal.Hosting;

/// <summary>Settles port 0 before anybody opens a door, because the relay must know the delivery door's port too.</summary>
internal static class FreePort
{
    public static string InPlaceOfZero(string endPoint)
    {
        if (!IPEndPoint.TryParse(endPoint, out var wanted) || wanted.Port != 0)
            return endPoint;
        using var probe = new TcpListener(wanted.Address, 0);
        probe.Start();
        return probe.LocalEndpoint.ToString()!;
    }
}
