using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;
using Microsoft.JSInterop;

namespace Mmhs.House.Tests;

/// <summary>Whatever takes time can be stopped: the token is last and always there (style §11).</summary>
public sealed class TokenTests
{
    // Type.Method and the reason why there is no token; nothing of ours without a reason another would accept.
    private static readonly Dictionary<string, string> Exceptions = new()
    {
        ["GroupCommit.CommitAsync"] =
            "What was handed over is written; who stopped waiting would not know whether it is on disk.",
        ["LedgerFile.AppendAsync"] = "As above.",
        ["ReleaseLedger.NoteAsync"] = "As above: it ends when the entry is on disk.",
        ["ReleaseLedger.TakeBackAsync"] = "As above.",
        ["ReleaseLedger.TakeBackReleaseAsync"] = "As above.",
        ["QueueWriter.AcceptAsync"] = "As above: the reply to end-of-data says what became of the commit.",
        ["QueueWriter.RefuseAsync"] = "As above: evidence of a refusal is written though the peer went away.",
    };

    [Fact]
    public void Every_public_async_method_takes_a_token_last() => House.IsClean(OfOurs().Except(Exceptions.Keys));

    [Fact]
    public void No_exception_outlives_its_reason() => House.IsClean(Exceptions.Keys.Except(OfOurs()));

    [Fact]
    public void Planted_methods_turn_it_red() =>
        Assert.Equal(["Planted.NoneAsync", "Planted.NotLastAsync", "Planted.StreamAsync"], Offences([typeof(Planted)]).Order());

    private static IEnumerable<string> OfOurs() => Offences(Rooms.Assemblies().SelectMany(assembly => assembly.GetTypes()));

    private static IEnumerable<string> Offences(IEnumerable<Type> types) =>
        from type in types
        where !type.IsDefined(typeof(CompilerGeneratedAttribute)) && !type.Name.StartsWith('<')
        from method in type.GetMethods(
            BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly
        )
        where IsAsync(method.ReturnType) && !IsSomebodyElses(method)
        let parameters = method.GetParameters()
        where parameters.All(parameter => parameter.ParameterType != typeof(HttpContext)) // it has RequestAborted
        where !method.IsDefined(typeof(JSInvokableAttribute)) // called by the browser, which has no token to give
        where parameters.LastOrDefault()?.ParameterType != typeof(CancellationToken)
        select $"{type.Name}.{method.Name}";

    private static bool IsAsync(Type type) =>
        type == typeof(Task)
        || type == typeof(ValueTask)
        || (
            type.IsGenericType
            && (type.GetGenericTypeDefinition() is var open)
            && (open == typeof(Task<>) || open == typeof(ValueTask<>) || open == typeof(IAsyncEnumerable<>))
        );

    /// <summary>Whether the signature was made by the framework: an override of its class, or a method of its interface.</summary>
    private static bool IsSomebodyElses(MethodInfo method) =>
        !IsOurs(method.GetBaseDefinition().DeclaringType!)
        || method.IsSpecialName // a property that holds a task
        || (
            method.DeclaringType is { IsInterface: false } type
            && type.GetInterfaces()
                .Where(face => !IsOurs(face))
                .Any(face => type.GetInterfaceMap(face).TargetMethods.Contains(method))
        );

    private static bool IsOurs(Type type) =>
        type.Assembly.GetName().Name is { } name && (name.StartsWith("Mmhs.", StringComparison.Ordinal) || name == "mmhs");

    private sealed class Planted : IAsyncDisposable
    {
        public static Task NoneAsync() => Task.CompletedTask;

        public static Task<int> NotLastAsync(CancellationToken cancellationToken, int n) =>
            Task.FromResult(cancellationToken.IsCancellationRequested ? 0 : n);

        public static IAsyncEnumerable<int> StreamAsync() => AsyncEnumerable.Empty<int>();

        public static Task GoodAsync(int n, CancellationToken cancellationToken) => Task.Delay(n, cancellationToken);

        public static Task HandleAsync(HttpContext context) => Task.Delay(0, context.RequestAborted);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
