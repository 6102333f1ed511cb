using System.Reflection;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;
using Mmhs.Records;

namespace Mmhs.House.Tests;

/// <summary>Where a component of the portal gets a row of a database into its hands.</summary>
internal static class PageRows
{
    private const BindingFlags Own =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly HashSet<Type> Entities =
    [
        .. from context in (Type[])[typeof(PortalContext), typeof(RelayContext)]
        from set in context.GetProperties()
        where set.PropertyType.IsGenericType && set.PropertyType.GetGenericTypeDefinition() == typeof(DbSet<>)
        select set.PropertyType.GetGenericArguments()[0],
    ];

    /// <summary>
    /// What the component itself names (fields, parameters, locals, lambdas), what stands in a member of that, as deep as it goes, and what
    /// the public methods of its services return.
    /// </summary>
    public static IEnumerable<string> Offences(Type component)
    {
        var seen = new HashSet<Type>();
        foreach (var type in Named(component))
        {
            if (Entities.Contains(type))
                yield return $"{component.Name} names {type.Name}";
            foreach (var offence in Held(type, seen))
                yield return offence;
        }
        foreach (var service in Services(component))
        foreach (var method in service.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly))
        foreach (var type in Parts(method.ReturnType))
        {
            if (Entities.Contains(type))
                yield return $"{service.Name}.{method.Name} returns {type.Name}";
        }
    }

    public static bool IsComponent(Type type) => type.IsAssignableTo(typeof(IComponent)) && !type.IsInterface;

    private static IEnumerable<Type> Services(Type component) =>
        component
            .GetProperties(Own)
            .Where(property => property.GetCustomAttribute<InjectAttribute>() is not null)
            .Select(property => property.PropertyType)
            .Where(IsOurs);

    // What a lambda or an asynchronous method keeps is in a nested type the compiler made.
    private static IEnumerable<Type> Named(Type component) =>
        Family(component)
            .SelectMany(type =>
                type.GetFields(Own)
                    .Select(field => field.FieldType)
                    .Concat(type.GetMethods(Own).SelectMany(Named))
                    .Concat(type.GetConstructors(Own).SelectMany(made => made.GetParameters()).Select(one => one.ParameterType))
            )
            .SelectMany(Parts)
            .Distinct();

    private static IEnumerable<Type> Named(MethodInfo method) =>
        [
            method.ReturnType,
            .. method.GetParameters().Select(parameter => parameter.ParameterType),
            .. method.GetMethodBody()?.LocalVariables.Select(local => local.LocalType) ?? [],
        ];

    private static IEnumerable<Type> Family(Type type) =>
        type.GetNestedTypes(BindingFlags.Public | BindingFlags.NonPublic).SelectMany(Family).Prepend(type);

    private static IEnumerable<string> Held(Type type, HashSet<Type> seen)
    {
        if (!IsOurs(type) || IsComponent(type) || !seen.Add(type))
            yield break;
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
        foreach (var part in Parts(property.PropertyType))
        {
            if (Entities.Contains(part))
                yield return $"{type.Name}.{property.Name} is {part.Name}";
            foreach (var offence in Held(part, seen))
                yield return offence;
        }
    }

    private static IEnumerable<Type> Parts(Type type) =>
        type.HasElementType ? Parts(type.GetElementType()!)
        : type.IsGenericType ? type.GetGenericArguments().SelectMany(Parts).Prepend(type)
        : [type];

    private static bool IsOurs(Type type) =>
        type.Namespace?.StartsWith("Mmhs.", StringComparison.Ordinal) == true && type.Assembly != typeof(PortalContext).Assembly;
}
