export { pageAssets } from './assets.routes.ts';
export { Layout } from './layout.tsx';
export { NoticeWords } from './notice-words.tsx';
export { sendPage } from './render-page.ts';
