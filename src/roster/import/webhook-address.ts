import type { GroupRow } from './rows.ts';

/** Where the robots of a platform live below its base, and the parameter that is their only credential (wecom.md §7, dingtalk.md §4.1). */
const ROBOTS: Partial<Record<GroupRow['platform'], { readonly path: string; readonly parameter: string }>> = {
  wecom: { path: '/cgi-bin/webhook/send', parameter: 'key' },
  dingtalk: { path: '/robot/send', parameter: 'access_token' },
};

/** The base addresses of entries that are hosts (then https) or whole addresses; as the URL standard writes them, without a slash at the end. */
export function toWebhookBases(entries: readonly string[]): string[] {
  return entries.map((entry) => {
    const { origin, pathname } = new URL(entry.includes('://') ? entry : `https://${entry}`);
    return `${origin}${pathname.replace(/\/+$/u, '')}`;
  });
}

/**
 * Only the robots' own address below one of `bases`: any other would make us a tool for reaching inner servers, and http
 * would show the credential to everybody on the way, so it passes only where the base itself is http (sandbox, rehearsal).
 * The text itself is compared, not what a parser makes of it: so no `..`, user info or other spelling slips through.
 */
export function isWebhookAllowed(
  platform: GroupRow['platform'],
  webhookUrl: string,
  bases: readonly string[],
): boolean {
  const robot = ROBOTS[platform];
  if (robot === undefined || !URL.canParse(webhookUrl)) return false;
  const address = webhookUrl.replace(/[?#].*$/su, '');
  if (!bases.some((base) => address === `${base}${robot.path}`)) return false;
  const credentials = new URL(webhookUrl).searchParams.getAll(robot.parameter);
  return credentials.length === 1 && credentials[0]?.trim() !== '';
}
