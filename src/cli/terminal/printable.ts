export { printable, printableLines } from '../../base/printable.ts';
