// Phone numbers and amounts, shown in groups while they are typed. What is sent is made by the package's normalizePhone
// and normalizeAmount: a mask changes looks alone.

const NBSP = '\u00a0';

/** `+7 701 234 56 78` of what has been typed so far; a beginning that could be either of two numbers is left alone. */
export function maskPhone(text: string): string {
  const digits = text.replace(/\D/g, '');
  let number: string;
  if (/^\s*\+\s*7/.test(text)) number = digits.slice(1);
  else if (/^8\d/.test(digits)) number = digits.slice(1);
  // a mobile number begins with 7, as does the country's code: the next digit, or the number of digits, tells
  else if (/^7[^7]/.test(digits) || (/^77/.test(digits) && digits.length === 11)) number = digits.length === 11 ? digits.slice(1) : digits;
  else return text;
  if (/[^\d\s()+.\u2010-\u2015-]/.test(text) || number.length > 10) return text;
  const groups = [number.slice(0, 3), number.slice(3, 6), number.slice(6, 8), number.slice(8)].filter(Boolean);
  return ['+7', ...groups].join(' ');
}

/** `10 000,5` of what has been typed so far. */
export function maskAmount(text: string): string {
  const plain = text.replace(/\s/g, '');
  const [, whole, rest] = /^(\d+)([.,]\d*)?$/.exec(plain) ?? [];
  // a sign before three digits may stand between thousands
  if (whole === undefined || (rest?.length ?? 0) > 3) return text;
  return whole.replace(/\B(?=(\d{3})+$)/g, NBSP) + (rest ?? '');
}

/** Shows an input's text by a mask, the caret staying behind the character that it stood behind. */
export function applyMask(input: HTMLInputElement, mask: (text: string) => string): void {
  const masked = mask(input.value);
  if (masked === input.value) return;
  const significant = (text: string) => text.replace(/[^\d.,]/g, '');
  // from the end: what a mask adds or takes away stands in front
  const behind = significant(input.value.slice(input.selectionStart ?? input.value.length)).length;
  input.value = masked;
  let caret = masked.length;
  for (let left = behind; left > 0 && caret > 0; caret -= 1) if (significant(masked[caret - 1] ?? '')) left -= 1;
  input.setSelectionRange(caret, caret);
}
