/**
 * The words of a notice as they were sent. Its code stays in one piece: broken at the hyphen, a parent with a small screen
 * copies half of it.
 */
export function NoticeWords({ words, code }: { readonly words: string; readonly code: string }) {
  const [first = '', ...rest] = words.split(code);
  return (
    <div class="words">
      {first}
      {rest.map((after) => (
        <>
          <span class="code">{code}</span>
          {after}
        </>
      ))}
    </div>
  );
}
