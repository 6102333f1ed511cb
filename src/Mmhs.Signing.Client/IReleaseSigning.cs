namespace Mmhs.Signing.Client;

/// <summary>Signing of what was released: every approval is checked again, and nothing is signed that nobody approved.</summary>
public interface IReleaseSigning
{
    /// <summary>Takes note of a version when it is submitted; only what was noted is signed, and who wrote it does not release it.</summary>
    Task NoteAsync(SubmittedVersion version, CancellationToken cancellationToken);

    /// <summary>Checks the approval, builds all copies of the message and signs each.</summary>
    Task<SigningResult> SignAsync(SigningRequest request, CancellationToken cancellationToken);

    /// <summary>Until when the certificate it signs by for a domain is good; null for a domain it has no usable key of.</summary>
    Task<DateTimeOffset?> CertificateUntilAsync(string domain, CancellationToken cancellationToken);
}
