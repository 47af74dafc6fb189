namespace Remediator.Language.Values;

/// <summary>Python's number tower over <see cref="BoolValue"/>, <see cref="IntValue"/> and <see cref="FloatValue"/>.</summary>
public static class Numbers
{
    /// <summary>True and the number, where the value is a number or a boolean.</summary>
    public static bool TryGetDouble(Value? value, out double number)
    {
        switch (value)
        {
            case IntValue i:
                number = i.Value;
                return true;
            case FloatValue f:
                number = f.Value;
                return true;
            case BoolValue b:
                number = b.Value ? 1 : 0;
                return true;
            default:
                number = 0;
                return false;
        }
    }

    /// <summary>True and the whole number, where the value is an int or a boolean.</summary>
    public static bool TryGetLong(Value? value, out long number)
    {
        switch (value)
        {
            case IntValue i:
                number = i.Value;
                return true;
            case BoolValue b:
                number = b.Value ? 1 : 0;
                return true;
            default:
                number = 0;
                return false;
        }
    }

    internal static bool AreEqual(Value a, Value? b) =>
        TryGetLong(a, out var x) && TryGetLong(b, out var y)
            ? x == y
            : TryGetDouble(a, out var p) && TryGetDouble(b, out var q) && p == q;
}
