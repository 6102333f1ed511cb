using System.ComponentModel.DataAnnotations;

namespace Mmhs.Portal.Submit;

/// <summary>How the portal proves at the MSA who it is.</summary>
internal enum SubmissionLogin
{
    /// <summary>By SCRAM-SHA-256 with the password of <see cref="SubmissionOptions.PasswordFile"/>.</summary>
    Password,

    /// <summary>By the certificate of the connection, EXTERNAL.</summary>
    Certificate,

    /// <summary>By Kerberos, GSSAPI, with <c>KRB5CCNAME</c> or <c>KRB5_CLIENT_KTNAME</c> of the process.</summary>
    Kerberos,
}

/// <summary>How released messages leave the portal: the MSA and our account there.</summary>
internal sealed class SubmissionOptions
{
    public const string Section = "Mmhs:Submission";

    /// <summary>Name or address of the MSA; its certificate must be for this name.</summary>
    [Required]
    public string Host { get; set; } = "localhost";

    /// <summary>1 to 65535; 0 takes the port of the relay in this process.</summary>
    [Range(0, 65535)]
    public int Port { get; set; }

    /// <summary>How to log in at the MSA.</summary>
    public SubmissionLogin Login { get; set; }

    /// <summary>Our account at the MSA.</summary>
    [Required]
    public string User { get; set; } = "portal";

    /// <summary>File that holds the account's password, and nothing else; relative to the data folder.</summary>
    [Required]
    public string PasswordFile { get; set; } = "submission.password";

    /// <summary>PEM file of the certificate for <see cref="SubmissionLogin.Certificate"/>; relative to the data folder.</summary>
    [Required]
    public string CertificateFile { get; set; } = "submission.pem";

    /// <summary>PEM file of its private key; relative to the data folder.</summary>
    [Required]
    public string KeyFile { get; set; } = "submission.key.pem";

    /// <summary>Sessions to the MSA at one time, 1 to 32.</summary>
    [Range(1, 32)]
    public int Sessions { get; set; } = 2;

    /// <summary>How long one attempt may hold an entry; longer than the waits of RFC 5321 §4.5.3.2 on a lost connection.</summary>
    public TimeSpan Lease { get; set; } = TimeSpan.FromMinutes(15);
}
