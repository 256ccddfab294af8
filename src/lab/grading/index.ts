/** The module "dsim/grading". */
export { cases } from './api.ts';
export type * from './api.ts';
