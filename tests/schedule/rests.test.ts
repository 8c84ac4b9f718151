import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { withRests } from "../../src/schedule/rests.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("works at once, then once for all who ask while it rests, and never for nobody", () => {
  let worked = 0;
  const { ask, stop } = withRests(25, () => {
    worked += 1;
  });
  ask();
  expect(worked).toBe(1);
  for (let n = 0; n < 100; n += 1) ask();
  vi.advanceTimersByTime(24);
  expect(worked).toBe(1);
  vi.advanceTimersByTime(1);
  expect(worked).toBe(2);
  vi.advanceTimersByTime(1000);
  expect(worked).toBe(2);
  ask();
  ask();
  stop();
  vi.advanceTimersByTime(1000);
  expect(worked).toBe(3);
  expect(vi.getTimerCount()).toBe(0);
});
