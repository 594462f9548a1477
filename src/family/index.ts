export { createVerifyRoutes, type VerifyOptions } from './verify.routes.tsx';
