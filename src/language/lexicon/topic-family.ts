import type { Topic } from '../reading.ts';

/** A way to speak of a matter, and every topic that a reader of contract §6 may file it under, the nearest first. */
export type TopicFamily = readonly [topics: readonly Topic[], pattern: string];
