/** Some targets as people name them. Of many only the first are named; `count` is how many they are. */
export interface Named {
  readonly names: readonly string[];
  readonly count: number;
}
