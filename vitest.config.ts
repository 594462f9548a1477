import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

const shared = {
  testTimeout: 90_000,
  hookTimeout: 180_000,
  pool: 'forks',
  // As long as `eventually` waits (test/support/eventually.ts).
  expect: { poll: { timeout: 40_000 } },
} as const;
const E2E = 'test/e2e/**/*.test.ts';

export default defineConfig({
  test: {
    globalSetup: ['test/support/global-setup.ts'],
    projects: [
      {
        test: {
          ...shared,
          name: 'code',
          include: ['src/**/*.test.ts', 'src/**/*.test.tsx', 'test/**/*.test.ts'],
          exclude: [E2E],
          // Half of their time is waiting: two at a time even on two cores.
          maxWorkers: Math.max(2, availableParallelism() - 1),
          sequence: { groupOrder: 0 },
        },
      },
      {
        // Real processes, many at a time within one file, and after all others: nothing else may take their cores.
        test: { ...shared, name: 'e2e', include: [E2E], maxWorkers: 1, sequence: { groupOrder: 1 } },
      },
    ],
  },
});
