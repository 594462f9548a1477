/** 13812345678 → 138****5678; short numbers keep nothing that would give them away. */
export function maskPhone(phone: string): string {
  if (phone.length < 7) return '****';
  const head = phone.startsWith('+') ? 4 : 3;
  return `${phone.slice(0, head)}****${phone.slice(phone.length < 11 ? -2 : -4)}`;
}
