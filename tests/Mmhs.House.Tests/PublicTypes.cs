using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Microsoft.AspNetCore.Components;

namespace Mmhs.House.Tests;

/// <summary>Which public types of some assemblies others have a use for: by name, or because a type that is used shows them.</summary>
internal static class PublicTypes
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    /// <summary>Public top-level types that neither another of the assemblies nor one of the users needs, by full name.</summary>
    /// <remarks>What the SDK makes of pages and programs is public always, and so is what the page's parameters and constructors show. A constant
    /// leaves no trace in the assembly that uses it: what holds one counts as used.</remarks>
    public static IEnumerable<string> Unused(IReadOnlyCollection<Assembly> assemblies, IEnumerable<Assembly> users)
    {
        var named = assemblies.Concat(users).SelectMany(NamedBy).ToHashSet(StringComparer.Ordinal);
        var ours = assemblies.SelectMany(assembly => assembly.GetExportedTypes()).Where(type => !type.IsNested).ToHashSet();
        var used = ours.Where(type => named.Contains(type.FullName!) || IsOfTheSdk(type) || HasConstants(type)).ToHashSet();
        var open = new Queue<Type>(used);
        while (open.TryDequeue(out var type))
            foreach (var shown in Shown(type).SelectMany(Parts).Where(ours.Contains))
                if (used.Add(shown))
                    open.Enqueue(shown);
        return ours.Except(used).Select(type => type.FullName!).Order(StringComparer.Ordinal);
    }

    private static bool IsOfTheSdk(Type type) =>
        type.IsAssignableTo(typeof(IComponent)) || type.Name == "_Imports" || type == type.Assembly.EntryPoint?.DeclaringType;

    private static bool HasConstants(Type type) => !type.IsEnum && type.GetFields().Any(field => field.IsLiteral);

    /// <summary>Full names of the top-level types of other assemblies an assembly was compiled against.</summary>
    private static List<string> NamedBy(Assembly assembly)
    {
        using var file = new PEReader(File.OpenRead(assembly.Location));
        var metadata = file.GetMetadataReader();
        return
        [
            .. from handle in metadata.TypeReferences
            let type = metadata.GetTypeReference(handle)
            where type.ResolutionScope.Kind == HandleKind.AssemblyReference // a nested type names its outer one
            select $"{metadata.GetString(type.Namespace)}.{metadata.GetString(type.Name)}",
        ];
    }

    /// <summary>What the compiler wants to be as visible as the type: its base, its constraints and its visible members.</summary>
    private static IEnumerable<Type> Shown(Type type) =>
        [
            .. type.BaseType is { } parent ? [parent] : Type.EmptyTypes,
            .. type.IsInterface ? type.GetInterfaces() : [],
            .. type.GetGenericArguments().SelectMany(Constraints),
            .. type.GetConstructors(Declared).Where(IsVisible).SelectMany(Parameters),
            .. type.GetMethods(Declared)
                .Where(IsVisible)
                .SelectMany(method =>
                    Parameters(method).Append(method.ReturnType).Concat(method.GetGenericArguments().SelectMany(Constraints))
                ),
            .. type.GetFields(Declared)
                .Where(field => field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly)
                .Select(field => field.FieldType),
            .. type.GetNestedTypes(Declared)
                .Where(nested => nested.IsNestedPublic || nested.IsNestedFamily || nested.IsNestedFamORAssem)
                .SelectMany(Shown),
        ];

    private static bool IsVisible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static IEnumerable<Type> Parameters(MethodBase method) =>
        method.GetParameters().Select(parameter => parameter.ParameterType);

    private static Type[] Constraints(Type argument) =>
        argument.IsGenericParameter ? argument.GetGenericParameterConstraints() : [];

    /// <summary>The top-level types a type is made of: what an array holds, what a generic is given, what a nested one stands in.</summary>
    private static IEnumerable<Type> Parts(Type type) =>
        type.HasElementType ? Parts(type.GetElementType()!)
        : type.IsGenericParameter ? []
        :
        [
            .. type.IsGenericType ? type.GetGenericArguments().SelectMany(Parts) : [],
            TopOf(type.IsGenericType ? type.GetGenericTypeDefinition() : type),
        ];

    private static Type TopOf(Type type) => type.DeclaringType is { } outer ? TopOf(outer) : type;
}
