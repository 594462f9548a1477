// Preloaded into a process under test: its clock is ten minutes ahead of the world's.
const SHIFT_MS = 10 * 60_000;
const RealDate = Date;
const realNow = Date.now.bind(Date);
class ShiftedDate extends RealDate {
  constructor(...parts) {
    if (parts.length === 0) super(realNow() + SHIFT_MS);
    else super(...parts);
  }

  static now() {
    return realNow() + SHIFT_MS;
  }
}
globalThis.Date = ShiftedDate;
