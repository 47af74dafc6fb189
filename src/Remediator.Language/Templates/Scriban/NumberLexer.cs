using System.Globalization;
using Remediator.Language.Diagnostics;
using Remediator.Language.Text;
using Remediator.Language.Values;

namespace Remediator.Language.Templates.Scriban;

/// <summary>Reads <c>12</c>, <c>1_000</c>, <c>1e3</c>, <c>0x1f</c>, <c>0xffffffffu</c>, <c>0b101</c>, <c>2.5</c> and the suffixes f, d and m.</summary>
internal static class NumberLexer
{
    public static Token Read(SourceText source, int start, DiagnosticBag diagnostics)
    {
        var text = source.Content;
        var (end, value) = At(text, start) == '0' && At(text, start + 1) is 'x' or 'b'
            ? ReadPrefixed(text, start)
            : ReadDecimal(text, start);
        var span = new Span(source, start, end - start);
        if (value is null)
        {
            diagnostics.Error(ScribanCodes.BadToken, span, $"'{span.Text}' is not a number of at most 64 bits", "whole numbers reach from -9223372036854775808 to 9223372036854775807");
        }

        return new Token(TokenKind.Literal, span, span.Text) { Value = value ?? Value.Null };
    }

    private static char At(string text, int index) => index < text.Length ? text[index] : '\0';

    private static (int End, Value? Value) ReadPrefixed(string text, int start)
    {
        var isHex = text[start + 1] == 'x';
        var end = start + 2;
        while (At(text, end) == '_' || (isHex ? char.IsAsciiHexDigit(At(text, end)) : At(text, end) is '0' or '1'))
        {
            end++;
        }

        var digits = text[(start + 2)..end].Replace("_", "", StringComparison.Ordinal);
        var isUnsigned = At(text, end) is 'u' or 'U';
        end += isUnsigned ? 1 : 0;
        if (!ulong.TryParse(digits, isHex ? NumberStyles.AllowHexSpecifier : NumberStyles.AllowBinarySpecifier, CultureInfo.InvariantCulture, out var bits))
        {
            return (end, null);
        }

        // Without the suffix the bits are two's complement in the smaller of 32 and 64 bits, as Scriban documents.
        return (end, isUnsigned
            ? bits > long.MaxValue ? null : Value.Of((long)bits)
            : Value.Of(bits <= uint.MaxValue ? unchecked((int)(uint)bits) : unchecked((long)bits)));
    }

    private static (int End, Value? Value) ReadDecimal(string text, int start)
    {
        var end = SkipDigits(text, start);
        var isFloat = false;

        // '1..5' is a range and '1.abs' a member: a point belongs to the number only before a digit, an exponent or a suffix.
        if (At(text, end) == '.' && At(text, end + 1) != '.' && (char.IsAsciiDigit(At(text, end + 1)) || !char.IsLetter(At(text, end + 1)) || IsEndOfNumber(text, end + 1)))
        {
            isFloat = true;
            end = SkipDigits(text, end + 1);
        }

        if (At(text, end) is 'e' or 'E')
        {
            var digits = At(text, end + 1) is '+' or '-' ? end + 2 : end + 1;
            if (char.IsAsciiDigit(At(text, digits)))
            {
                end = SkipDigits(text, digits);
            }
        }

        var number = text[start..end].Replace("_", "", StringComparison.Ordinal);
        if (IsSuffix(At(text, end)) && !IsNamePart(At(text, end + 1)))
        {
            isFloat = true;
            end++;
        }

        if (isFloat)
        {
            return (end, double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var real) && double.IsFinite(real) ? Value.Of(real) : null);
        }

        return (end, long.TryParse(number, NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var whole) ? Value.Of(whole) : null);
    }

    private static bool IsEndOfNumber(string text, int at) =>
        IsSuffix(At(text, at)) ? !IsNamePart(At(text, at + 1)) : At(text, at) is 'e' or 'E' && (char.IsAsciiDigit(At(text, at + 1)) || At(text, at + 1) is '+' or '-');

    private static int SkipDigits(string text, int at)
    {
        while (char.IsAsciiDigit(At(text, at)) || (At(text, at) == '_' && at > 0 && char.IsAsciiDigit(text[at - 1])))
        {
            at++;
        }

        return at;
    }

    private static bool IsSuffix(char c) => c is 'f' or 'F' or 'd' or 'D' or 'm' or 'M';

    private static bool IsNamePart(char c) => c == '_' || char.IsLetterOrDigit(c);
}
