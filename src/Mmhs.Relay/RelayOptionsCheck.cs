using System.Net;
using Microsoft.Extensions.Options;
using Mmhs.Messages.Compose;
using Mmhs.Wire.Smtp;

namespace Mmhs.Relay;

/// <summary>All that is wrong with the configuration of the relay, at once and before it starts.</summary>
internal sealed class RelayOptionsCheck : IValidateOptions<RelayOptions>
{
    public ValidateOptionsResult Validate(string? name, RelayOptions options)
    {
        List<string> wrong = [];
        void Unless(bool good, string text)
        {
            if (!good)
                wrong.Add($"{RelayOptions.Section}:{text}");
        }

        Unless(
            Uri.CheckHostName(options.HostName) == UriHostNameType.Dns,
            $"HostName is \"{options.HostName}\", and a host name is wanted."
        );
        Unless(
            options.Instance.Length is > 0 and <= 32 && options.Instance.All(char.IsAsciiLetterOrDigit),
            "Instance is 1 to 32 letters and digits."
        );
        Unless(
            IsDoor(options.Submission),
            $"Submission is \"{options.Submission}\", and address:port is wanted, as 127.0.0.1:5587."
        );
        Unless(IsDoor(options.Transfer), $"Transfer is \"{options.Transfer}\", and address:port is wanted, as 127.0.0.1:5525.");
        Unless(
            HostPort.TryParse(options.Delivery, out _),
            $"Delivery is \"{options.Delivery}\", and host:port is wanted, as 127.0.0.1:5524."
        );
        Unless(options.MaxMessageSize >= 64 << 10, "MaxMessageSize is below 65536 octets (RFC 5321 §4.5.3.1.7).");
        Unless(
            options.MaxHold == TimeSpan.Zero
                || (options.MaxHold >= TimeSpan.FromSeconds(1) && options.MaxHold <= TimeSpan.FromSeconds(999_999_999)),
            $"MaxHold is {options.MaxHold}, and 1 to 999999999 seconds are wanted (RFC 4865 §3), or 0 for none."
        );
        foreach (var fault in options.Limits.Faults())
            Unless(false, $"{nameof(options.Limits)}:{fault}");
        Unless(options.Workers is >= 1 and <= 64, "Workers is 1 to 64.");
        Unless(options.UrgentWorkers is >= 1 and <= 64, "UrgentWorkers is 1 to 64: a FLASH must not wait behind ROUTINE.");
        Unless(
            options.Lease >= TimeSpan.FromSeconds(10),
            $"Lease is {options.Lease}, below 10 seconds: work in hand would be done twice."
        );
        Unless(options.Postmaster is null || EmailAddress.TryParse(options.Postmaster, out _), "Postmaster is no address.");
        Unless(
            options.Release < ReleaseDemand.Signed || options.SignerRoots is { IsEmpty: false },
            $"Release is {options.Release}, and there are no roots to check signatures by: put those of our signing certificates into trust/signers in the data folder, or set Named."
        );
        foreach (var server in options.Dkim.NameServers)
            Unless(
                Border.PublishedKeys.IsServer(server),
                $"Dkim:NameServers holds \"{server}\", and address or address:port is wanted."
            );
        Unless(
            options.Dkim.KeysFile is null || File.Exists(options.Dkim.KeysFile),
            $"Dkim:KeysFile is \"{options.Dkim.KeysFile}\", and there is no such file."
        );
        Unless(options.Dkim.PreferredRsaBits is >= 1024 and <= 16384, "Dkim:PreferredRsaBits is 1024 to 16384 (RFC 8301 §3.2).");
        Unless(
            options.Dkim.Timeout > TimeSpan.Zero && options.Dkim.Timeout <= TimeSpan.FromMinutes(2),
            "Dkim:Timeout is above 0 and at most 2 minutes."
        );
        foreach (var domain in options.LocalDomains)
            Unless(IsDomain(domain), $"LocalDomains holds \"{domain}\", which is no domain.");
        foreach (var peer in options.TrustedPeers)
            Unless(IPAddress.TryParse(peer, out _), $"TrustedPeers holds \"{peer}\", which is no IP address.");
        foreach (var peer in options.TlsPeers)
            Unless(IPAddress.TryParse(peer, out _), $"TlsPeers holds \"{peer}\", which is no IP address.");
        Unless(
            options.Certificate is not null || (!options.RequireTransferTls && options.TlsPeers.Count == 0),
            "RequireTransferTls and TlsPeers want a certificate, and there is none."
        );
        foreach (var (domain, peer) in options.Peers)
        {
            Unless(domain == "*" || IsDomain(domain), $"Peers names \"{domain}\", which is no domain.");
            Unless(
                Uri.CheckHostName(peer.Host) != UriHostNameType.Unknown && peer.Port is > 0 and <= 65535,
                $"Peers:{domain} needs Host and Port."
            );
            Unless(
                peer.User is null == peer.PasswordFile is null,
                $"Peers:{domain} has one of User and PasswordFile; both or none."
            );
            Unless(
                peer.CertificateFile is null == peer.KeyFile is null,
                $"Peers:{domain} has one of CertificateFile and KeyFile; both or none."
            );
            Unless(
                peer.Tls != SmtpTlsPolicy.Must || peer.TrustedRoots is not { IsEmpty: true },
                $"Peers:{domain} is to be reached by TLS, and there is no root to know its certificate by: put it into trust/mail in the data folder."
            );
            var ways = (peer.User is null ? 0 : 1) + (peer.CertificateFile is null ? 0 : 1) + (peer.Kerberos ? 1 : 0);
            Unless(ways <= 1, $"Peers:{domain} logs in by one of User, CertificateFile and Kerberos.");
            Unless(ways == 0 || peer.Tls == SmtpTlsPolicy.Must, $"Peers:{domain} logs in, so its Tls must be Must.");
        }
        wrong.AddRange(options.Precedence.Faults());
        return wrong.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong);
    }

    private static bool IsDoor(string? text) => string.IsNullOrEmpty(text) || IPEndPoint.TryParse(text, out _);

    private static bool IsDomain(string text) => EmailAddress.TryParse("x@" + text, out _);
}
