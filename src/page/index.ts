export { pageAssets } from './assets.routes.ts';
export { Layout } from './layout.tsx';
export { sendPage } from './render-page.ts';
