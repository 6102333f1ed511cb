using System.Net;
using System.Net.Sockets;

namespace Mmhs.Hosting;

/// <summary>Settles port 0 before anybody opens a door, for a door whose port others must know too.</summary>
public static class FreePort
{
    /// <param name="endPoint">Address and port; what is no such thing is given back as it is.</param>
    public static string InPlaceOfZero(string endPoint)
    {
        if (!IPEndPoint.TryParse(endPoint, out var wanted) || wanted.Port != 0)
            return endPoint;
        using var probe = new TcpListener(wanted.Address, 0);
        probe.Start();
        return probe.LocalEndpoint.ToString()!;
    }
}
