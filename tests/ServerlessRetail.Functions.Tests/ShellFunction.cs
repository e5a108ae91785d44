using System.Reflection;
using Microsoft.Azure.Functions.Worker;

namespace ServerlessRetail.Functions.Tests;

/// <summary>One function of the shell, as the host would learn of it.</summary>
internal sealed record ShellFunction(string Name, MethodInfo Method)
{
    internal static IReadOnlyList<ShellFunction> All { get; } =
    [
        .. from type in typeof(TrainModel).Assembly.GetTypes()
           where type.Namespace == typeof(TrainModel).Namespace
           from method in type.GetMethods()
           let function = method.GetCustomAttribute<FunctionAttribute>()
           where function is not null
           orderby function.Name
           select new ShellFunction(function.Name, method),
    ];

    internal BlobTriggerAttribute? BlobTrigger => Trigger<BlobTriggerAttribute>();

    internal QueueTriggerAttribute? QueueTrigger => Trigger<QueueTriggerAttribute>();

    internal HttpTriggerAttribute? HttpTrigger => Trigger<HttpTriggerAttribute>();

    internal static ShellFunction Named(string name) => All.Single(function => function.Name == name);

    private T? Trigger<T>() where T : Attribute =>
        Method.GetParameters().Select(parameter => parameter.GetCustomAttribute<T>()).FirstOrDefault(trigger => trigger is not null);
}
