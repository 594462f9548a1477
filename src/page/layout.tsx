import type { Child } from 'hono/jsx';

/** Where `createPageAssets` serves the style sheet: the content policy forbids styles inside pages. */
export const STYLE_PATH = '/assets/page.css';

interface LayoutProps {
  readonly title: string;
  readonly schoolName: string;
  readonly children?: Child;
}

/** The frame of every page that a parent may open: large type, one column, readable without scripts. */
export function Layout({ title, schoolName, children }: LayoutProps) {
  return (
    <html lang="zh-CN">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex, nofollow" />
        <meta name="format-detection" content="telephone=no" />
        <title>{`${title} · ${schoolName}`}</title>
        <link rel="stylesheet" href={STYLE_PATH} />
      </head>
      <body>
        <header>
          <p>{schoolName}</p>
        </header>
        <main>
          <h1>{title}</h1>
          {children}
        </main>
      </body>
    </html>
  );
}
