import fc from 'fast-check';

/**
 * Properties look at the same examples in every run, so that a green gate stays green for the same code.
 * `PROPERTY_SEED=random` looks at others, as the soak does: what it finds is kept as an example of its own.
 */
const given = process.env.PROPERTY_SEED ?? '20261123';

if (given !== 'random') fc.configureGlobal({ seed: Number(given) });
