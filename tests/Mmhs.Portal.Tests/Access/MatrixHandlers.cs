using System.Collections;
using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.CompilerServices;
using Mmhs.Messages;
using Mmhs.Messages.Compose;
using Mmhs.Messages.Policy;
using Mmhs.Messages.Release;
using Mmhs.Portal.Access;
using Mmhs.Portal.Access.Passkeys;
using Mmhs.Portal.AddressBook.Lists;
using Mmhs.Portal.Admin;
using Mmhs.Portal.Compose;
using Mmhs.Portal.Demo;
using Mmhs.Portal.Inbox;
using Mmhs.Portal.Inbox.AllRoles;
using Mmhs.Portal.Inbox.Answers;
using Mmhs.Portal.Inbox.Receipts;
using Mmhs.Portal.Inbox.Search;
using Mmhs.Portal.Organisations;
using Mmhs.Portal.Release;
using Mmhs.Portal.Shared;
using Mmhs.Portal.Tests.Round;
using Mmhs.Records.Audit;

namespace Mmhs.Portal.Tests.Access;

/// <summary>Every public method of a registered desk that takes a actor first, with arguments that would be lawful for whoever is permitted.</summary>
public static class MatrixHandlers
{
    public static IReadOnlyList<(string Name, MethodInfo Method, object Desk)> Of(IServiceProvider services) =>
        [
            .. from type in typeof(Portal.Hosting.PortalHost).Assembly.GetTypes()
            where type is { IsClass: true, IsAbstract: false, IsGenericTypeDefinition: false }
            let methods = type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
                .Where(method => method.GetParameters() is [{ ParameterType: var first }, ..] && first == typeof(Actor))
                .ToList()
            where methods.Count > 0
            let desk = services.GetService(type)
            where desk is not null
            from method in methods
            orderby type.Name, method.Name, method.GetParameters().Length
            select (NameOf(type, method, methods), method, desk),
        ];

    public static async Task<string> CallAsync(
        MatrixWorld world,
        MethodInfo method,
        object desk,
        Actor actor,
        CancellationToken cancellationToken
    )
    {
        var arguments = new List<object?>();
        foreach (var parameter in method.GetParameters())
            arguments.Add(await ArgumentAsync(world, desk.GetType(), method, parameter, actor, cancellationToken));
        var answer = method.Invoke(desk, BindingFlags.DoNotWrapExceptions, null, [.. arguments], null);
        if (answer is Task task)
        {
            await task;
            answer = task.GetType().GetProperty("Result")?.GetValue(task);
            if (answer?.GetType().Name == "VoidTaskResult")
                answer = "";
        }
        // What came of each message is told one by one.
        if (arguments.OfType<Action<BulkResult>>().FirstOrDefault()?.Target is List<BulkResult> { Count: > 0 } released)
            answer = released[^1].Outcome;
        return OutcomeOf(answer, method.ReturnType == typeof(Task<Refusal?>));
    }

    private static string NameOf(Type type, MethodInfo method, List<MethodInfo> all)
    {
        var name = $"{type.Name}.{method.Name}";
        return all.Count(other => other.Name == method.Name) == 1
            ? name
            : $"{name}({string.Join(' ', method.GetParameters().Skip(1).Where(p => p.ParameterType != typeof(CancellationToken)).Select(p => p.Name))})";
    }

    // Where a refusal is all there is to answer, none is a yes.
    private static string OutcomeOf(object? answer, bool isObjection) =>
        answer switch
        {
            null when isObjection => "allow",
            Refusal why => Refused([why]),
            null or false or 0 => "hidden",
            Outcome outcome => Refused(outcome.Refusals),
            SaveOutcome saved => Refused(saved.Refusals),
            InsideMessage { Reading: null } => "hidden",
            BegunDraft begun => Refused(begun.Refusals),
            FirstPasswordGiven given => Refused(given.Outcome.Refusals),
            SearchPageOf page => page.Refusal is { } why ? Refused([why])
            : page.Lines.Count > 0 ? "allow"
            : "hidden",
            AllRoles all => all.ToDecide.Count + all.Received.Count > 0 ? "allow" : "hidden",
            Portal.Access.Tokens.TokenMade made => Refused(made.Outcome.Refusals),
            ValueTuple<PasskeyCeremony?, Outcome> begun => Refused(begun.Item2.Refusals),
            ValueTuple<Proof?, Refusal?> proven => proven.Item2 is { } why ? Refused([why]) : "allow",
            ValueTuple<bool, Refusal?> proven => proven.Item2 is { } why ? Refused([why])
            : proven.Item1 ? "allow"
            : ReleaseRefusals.NotProven.Code,
            ITuple { Length: 2 } pair when pair[1] is Outcome outcome => Refused(outcome.Refusals),
            ITuple { Length: 2 } pair when pair[1] is Refusal why => Refused([why]),
            ITuple { Length: 2 } pair when pair[0] is 0 => "hidden",
            (IReadOnlyList<InboxLine> { Count: 0 }, int) => "hidden",
            string or ImmutableArray<FieldChange> => "allow",
            IEnumerable list => list.GetEnumerator().MoveNext() ? "allow" : "hidden",
            _ => "allow",
        };

    private static string Refused(IReadOnlyList<Refusal> refusals) =>
        refusals switch
        {
            [] => "allow",
            [{ Code: "ACC-001" }, ..] => "deny",
            [{ Code: "ACC-002" }, ..] => "hidden",
            [var first, ..] => first.Code,
        };

    private static async Task<object?> ArgumentAsync(
        MatrixWorld world,
        Type desk,
        MethodInfo method,
        ParameterInfo parameter,
        Actor actor,
        CancellationToken cancellationToken
    )
    {
        var type = parameter.ParameterType;
        var called = $"{desk.Name}.{method.Name}";
        var now = world.Portal.Get<TimeProvider>().GetUtcNow();
        if (type == typeof(Actor))
            return actor;
        if (type == typeof(CancellationToken))
            return cancellationToken;
        if (type == typeof(Guid) || type == typeof(Guid?))
            return IdOf(world, desk, called, parameter.Name!);
        if (type == typeof(OpenVersion))
            return called switch
            {
                "ReviewDesk.ResumeAsync" => world.Held,
                "ConcurrenceDesk.Statement" => world.Staged,
                _ => world.Ready,
            };
        if (type == typeof(SystemFilled))
            return world.Portal.Get<ReleaseDesk>().Prepare(world.Ready);
        if (type == typeof(ApprovalStatement))
            return Approval(world, actor);
        if (type == typeof(ConcurrenceStatement))
            return Concurrence(world, actor);
        if (type == typeof(Statement))
            return Approval(world, actor);
        if (type == typeof(RightsBook))
            return await AfterAsync(world, method, cancellationToken);
        if (type == typeof(BookStatement))
        {
            var rights = world.Portal.Get<RightsDesk>();
            return method.Name == "ApproveAsync"
                ? Once(world, (world.Proposal, actor, "approve"), () => rights.ApprovalStatement(actor, world.Proposal))
                : await ProposedAsync(world, rights, method, actor, cancellationToken);
        }
        if (type == typeof(Proposal))
            return world.Proposal;
        if (type == typeof(DelegationStatement))
            return Once(
                world,
                (world.Ready, actor, method, "delegation"),
                () =>
                {
                    var day = world.NewDay();
                    return world
                        .Portal.Get<DelegationDesk>()
                        .Statement(actor, actor.Name, "chief", actor.Role.Address, day, day.AddDays(1));
                }
            );
        if (type == typeof(DelegationEndStatement))
            return Once(
                world,
                (world.Delegation, actor, method, "end"),
                () => world.Portal.Get<DelegationDesk>().EndStatement(actor, world.Delegation)
            );
        if (type == typeof(GivenApproval))
            return new GivenApproval(
                await StatementOfAsync(world, desk, method, actor, cancellationToken),
                null,
                DemoWorld.Password
            );
        if (type == typeof(IReadOnlyList<Guid>))
            return new[] { world.Ready.Version.DraftId };
        if (type == typeof(IReadOnlyList<BulkEntry>))
            return new[] { new BulkEntry(world.Ready, world.Portal.Get<ReleaseDesk>().Prepare(world.Ready)) };
        if (type == typeof(Func<Statement, Task<GivenApproval?>>))
            return (Func<Statement, Task<GivenApproval?>>)(
                statement => Task.FromResult<GivenApproval?>(new(statement, null, DemoWorld.Password))
            );
        if (type == typeof(Action<BulkResult>))
            return (Action<BulkResult>)Once(world, (actor, "bulk"), () => new List<BulkResult>()).Add;
        if (type == typeof(Proof))
            return await world.ProveAsync(
                await StatementOfAsync(world, desk, method, actor, cancellationToken),
                cancellationToken
            );
        if (type == typeof(MessageVersion))
            return world.Ready.Version;
        if (type == typeof(DraftForm))
            return WholeWayTests.Form();
        if (type == typeof(DraftState))
            return DraftState.Draft;
        if (type == typeof(TemplateRequest))
            return new TemplateRequest("Another", false, [], []);
        if (type == typeof(AnswerKind))
            return AnswerKind.Reply;
        if (type == typeof(ReceiptChoice))
            return ReceiptChoice.Acknowledge;
        if (type == typeof(ListRequest))
            return new ListRequest(
                null,
                0,
                "Another list",
                "",
                [new(EmailAddress.Parse("j4@hq.northland.example"), null, false)]
            );
        if (type == typeof(ImmutableArray<Clearance>))
            return ImmutableArray<Clearance>.Empty;
        if (type == typeof(ImaginedMessage))
            return new ImaginedMessage(
                EmailAddress.Parse("j3@hq.northland.example"),
                WholeWayTests.Form().Label!,
                Precedence.Routine,
                null,
                [],
                [EmailAddress.Parse("j4@hq.northland.example")],
                []
            );
        if (type == typeof(AuditSearch))
            return AuditSearch.All with { MessageId = world.MessageId };
        if (type == typeof(EmailAddress))
            return actor.Role.Address;
        if (type == typeof(DateTimeOffset) && parameter.Name == "seen")
            return await world.TemplateChangedAsync(cancellationToken);
        if (type == typeof(DateTimeOffset))
            return parameter.Name == "now" ? now : now.AddDays(parameter.Name == "until" ? 2 : 1);
        if (type == typeof(Precedence?))
            return parameter.Name == "action" ? Precedence.Priority : Precedence.Routine;
        if (type == typeof(CommentKind))
            return CommentKind.Note;
        if (type == typeof(ReturnReason))
            return ReturnReason.Content;
        if (type == typeof(PreFlightMoment))
            return PreFlightMoment.Submit;
        if (type == typeof(MinimizeAnswer))
            return MinimizeAnswer.None;
        if (type == typeof(MinimizeRequest))
            return new MinimizeRequest(
                "far.example",
                "For the table.",
                Precedence.Priority,
                null,
                null,
                new DateTimeGroup(now.AddDays(1))
            );
        if (type == typeof(RoleFunction))
            return RoleFunction.Reviewer;
        if (type == typeof(IReadOnlyDictionary<string, string>))
            return new Dictionary<string, string>();
        if (type == typeof(Uri))
            return new Uri(world.Portal.Address);
        if (type == typeof(PasskeyCeremony))
            return new PasskeyCeremony("{}", null, new Uri(world.Portal.Address), actor.PersonId, now);
        if (type == typeof(byte[]))
            return new byte[] { 1, 2, 3 };
        if (type == typeof(bool))
            return true;
        if (type == typeof(long))
            return called switch
            {
                "InboxDesk.FormattedAsync" or "InboxDesk.InsideAsync" => world.Formatted,
                "UnmatchedReportDesk.SettleAsync" => world.Stray,
                "SetAsideDesk.SettleAsync" => world.Aside,
                "TrackingDesk.ReportAsync" => world.Report,
                _ => world.Entry,
            };
        if (type == typeof(int))
            return parameter.Name switch
            {
                "take" => 50,
                "revision" => desk == typeof(ReleaseDesk) ? world.Ready.Revision : world.OpenRevision,
                "number" or "days" => 1,
                "roleId" => desk == typeof(OrganisationDesk) ? world.Spare : world.Logistics,
                "membershipId" => world.Membership,
                "ruleId" => world.Rule,
                "id" when desk == typeof(MinimizeDesk) => world.Order,
                "unitId" => world.Unit,
                "list" => world.List,
                _ => 0,
            };
        if (type == typeof(string))
            return TextOf(world, called, parameter.Name!);
        return parameter.HasDefaultValue || !type.IsValueType || Nullable.GetUnderlyingType(type) is not null
            ? null
            : throw new InvalidOperationException(
                $"{called} wants a {type.Name} {parameter.Name}; the table does not know one that is lawful."
            );
    }

    private static string? TextOf(MatrixWorld world, string called, string name) =>
        (called, name) switch
        {
            ("ReviewDesk.HandOnAsync", "name") => "reviewer",
            ("InboxDesk.InsideAsync", "path") => world.Inside,
            ("SearchDesk.FindAsync", "text") => "after:2000-01-01",
            ("OrganisationDesk.AddRoleAsync", "local") or ("PeopleDesk.AddPersonAsync", "name") => "somebody",
            (
                "OrganisationDesk.AddRoleAsync"
                    or "OrganisationDesk.AddUnitAsync"
                    or "OrganisationDesk.ChangeUnitAsync"
                    or "OrganisationDesk.ChangeRoleAsync"
                    or "PeopleDesk.AddPersonAsync",
                _
            ) => "Another",
            ("PeopleDesk.ChangePersonAsync", _) => "Northland HQ Reviewer", // his name stands in the rights book
            ("PasswordDesk.ChangeAsync", "wanted" or "again") => "short", // refused by its length: the other rows need the old one
            ("PeopleDesk.UntieAsync", "provider") => "certificate",
            ("PeopleDesk.UntieAsync", "subject") => MatrixWorld.Tied,
            (_, "credential") => MatrixWorld.SetAside,
            ("DraftDesk.AttachAsync", "mediaType") => "text/plain",
            (_, "messageId") => world.MessageId,
            (_, "password" or "old") => DemoWorld.Password,
            (_, "field") => "text",
            ("ConcurrenceDesk.Statement", "stage") => world.Staged.Stages.First(stage => stage.Mine).Name,
            ("ConcurrenceDesk.Statement", "role") => world.Staged.Stages.First(stage => stage.Mine).RoleAddress,
            (_, "breakGlass" or "stage") => null,
            (_, "principal") => "releaser",
            (_, "deputy") => "chief",
            _ => "Because.",
        };

    private static Guid IdOf(MatrixWorld world, Type desk, string called, string name) =>
        (desk.Name, name) switch
        {
            ("UndoDesk", _) when called.EndsWith("UndoAsync", StringComparison.Ordinal) => world.Releasing,
            ("UndoDesk", _) when called.EndsWith("CallBackAsync", StringComparison.Ordinal) => world.Waiting,
            ("OperatorDesk", _) => world.Failed,
            ("BreakGlassDesk", _) => world.Broken,
            ("TrackingDesk", _) => world.Released,
            ("RightsDesk", _) => world.Proposal.Id,
            ("DelegationDesk", _) => world.Delegation,
            ("TemplateDesk", "id") => world.Template,
            ("PeopleDesk", _) => world.Actors["reviewer"].PersonId,
            ("ReviewReader" or "ReleaseDesk" or "ReviewDesk", _) => world.Ready.Version.DraftId,
            (_, "commentId") => called.EndsWith("ReopenAsync", StringComparison.Ordinal) ? world.Settled : world.Comment,
            ("SessionDesk", "personId") => world.Actors["drafter"].PersonId,
            (_, "tokenId") => world.DraftersToken,
            (_, "sessionId") => world.DraftersSession,
            _ => world.Open,
        };

    private static async Task<Statement> StatementOfAsync(
        MatrixWorld world,
        Type desk,
        MethodInfo method,
        Actor actor,
        CancellationToken cancellationToken
    )
    {
        var stated = method.GetParameters().First(one => typeof(Statement).IsAssignableFrom(one.ParameterType));
        return (Statement)(await ArgumentAsync(world, desk, method, stated, actor, cancellationToken))!;
    }

    // One call has one statement: what is proven is what is said.
    private static readonly ConditionalWeakTable<MatrixWorld, Dictionary<object, object>> Said = [];

    private static ApprovalStatement Approval(MatrixWorld world, Actor actor) =>
        Once(
            world,
            (world.Ready, actor, "approval"),
            () =>
            {
                var office = world.Portal.Get<ReleaseDesk>();
                return office.Statement(actor, world.Ready, office.Prepare(world.Ready));
            }
        );

    private static ConcurrenceStatement Concurrence(MatrixWorld world, Actor actor) =>
        Once(world, (world.Staged, actor, "concurrence"), () => Concurrence(world, actor, world.Staged));

    internal static ConcurrenceStatement Concurrence(MatrixWorld world, Actor actor, OpenVersion shown)
    {
        var mine = shown.Stages.First(stage => stage.Mine);
        return world.Portal.Get<ConcurrenceDesk>().Statement(actor, shown, mine.Name, mine.RoleAddress);
    }

    private static async Task<RightsBook> AfterAsync(MatrixWorld world, MethodInfo method, CancellationToken cancellationToken)
    {
        var made = Said.GetOrCreateValue(world);
        if (!made.TryGetValue((world.Proposal, method.Name), out var book))
            made[(world.Proposal, method.Name)] = book = await world.OtherBookAsync(cancellationToken);
        return (RightsBook)book;
    }

    private static async Task<BookStatement> ProposedAsync(
        MatrixWorld world,
        RightsDesk rights,
        MethodInfo method,
        Actor actor,
        CancellationToken cancellationToken
    )
    {
        var made = Said.GetOrCreateValue(world);
        var key = (world.Ready, actor, "proposal");
        if (!made.TryGetValue(key, out var known))
            made[key] = known = await rights.StatementAsync(
                actor,
                await AfterAsync(world, method, cancellationToken),
                cancellationToken
            );
        return (BookStatement)known;
    }

    private static T Once<T>(MatrixWorld world, object key, Func<T> make)
        where T : class
    {
        var made = Said.GetOrCreateValue(world);
        if (!made.TryGetValue(key, out var known))
            made[key] = known = make();
        return (T)known;
    }
}
