/** The time as an argument: milliseconds since the epoch. Pure code never asks the machine. */
export type Clock = () => number;
