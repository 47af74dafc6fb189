using Remediator.Language.Expressions;

namespace Remediator.Language.Values;

/// <summary>
/// A late value of which questions can be asked all the same: the one who plans goes through every answer, and each way through an
/// expression is evaluated as ever. A question that cannot be put ends the evaluation as late. It is defined: that was asked first.
/// </summary>
/// <param name="name">The variable, as the author wrote it.</param>
public abstract class AskedValue(string name) : LateValue(name)
{
    /// <summary>True where it is text that no template takes for a list, a dict or a boolean.</summary>
    public virtual bool StaysText => false;

    /// <summary>The value itself where it is one of a few; throws <see cref="LateValueException"/> otherwise.</summary>
    public virtual Value Known() => throw Refused();

    public abstract bool IsTrue();

    /// <param name="other">The other operand, whole and known.</param>
    /// <param name="isRight">True where this is the right operand.</param>
    public abstract bool Compare(CompareOperator operation, Value other, bool isRight);

    /// <summary>An entry or attribute, undefined where there is none; null where the value itself is to be asked for it.</summary>
    public virtual Value? Member(Value key) => null;

    /// <summary>The result of a filter; null where it is to be asked for the value itself.</summary>
    public virtual Value? Filter(string name, CallArguments arguments) => null;

    /// <summary>The result of a test; null where it is to be asked for the value itself.</summary>
    public virtual bool? Test(string name, CallArguments arguments) => null;

    /// <summary>The one of the keys that it equals, or null for none of them.</summary>
    public virtual Value? Among(IEnumerable<Value> keys) => keys.FirstOrDefault(key => Compare(CompareOperator.Equal, key, isRight: false));

    protected LateValueException Refused() => new(Name);
}
