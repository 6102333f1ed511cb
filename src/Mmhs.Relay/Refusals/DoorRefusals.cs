using Mmhs.Messages.Audit;
using Mmhs.Records.Audit;
using Mmhs.Wire.Smtp;

namespace Mmhs.Relay.Refusals;

/// <summary>Evidence of what a mail door refused: counted by source and code, one entry of each a minute (<see cref="RefusalWriter"/>).</summary>
/// <param name="write">Writes to the audit stream of the door, in one transaction.</param>
/// <param name="time">The minute.</param>
public sealed class DoorRefusals(Func<IReadOnlyList<AuditEvent>, CancellationToken, Task> write, TimeProvider time)
{
    private readonly RefusalTally _tally = new(time);
    private RefusalWriter? _writer;

    private RefusalWriter Writer => _writer ??= new(_tally, write, time);

    /// <summary>Counts a refusal; for <see cref="SmtpServerOptions.Refused"/>.</summary>
    public void Add(SmtpRefusal refusal) => _tally.Add(KindOf(refusal.Part), refusal.Source, refusal.Code, refusal.About);

    /// <summary>Writes every minute until the token ends.</summary>
    public Task RunAsync(Action<Exception> failed, CancellationToken cancellationToken) =>
        Writer.RunAsync(failed, cancellationToken);

    /// <summary>Writes what is left, once <see cref="RunAsync"/> has ended.</summary>
    public Task FlushAsync(CancellationToken cancellationToken) => Writer.FlushAsync(cancellationToken);

    private static string KindOf(SmtpRefusedPart part) =>
        part switch
        {
            SmtpRefusedPart.Session => RefusalKinds.Session,
            SmtpRefusedPart.Login => RefusalKinds.Auth,
            SmtpRefusedPart.Sender => RefusalKinds.Mail,
            SmtpRefusedPart.Recipient => RefusalKinds.Recipient,
            SmtpRefusedPart.Content => RefusalKinds.Content,
        };
}
