using Remediator.Peers;

if (args is not ["scriban", var checkout, ..])
{
    Console.Error.WriteLine("usage: Remediator.Peers scriban CHECKOUT [--show NAME|all]");
    return 2;
}

return ScribanFiles.Run(checkout, args is [_, _, "--show", var name] ? name : null);
