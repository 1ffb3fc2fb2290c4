export { counted } from '../../base/counted.ts';
