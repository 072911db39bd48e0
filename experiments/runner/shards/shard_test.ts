import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { conflict } from "../../storage/read_claims.ts";
import { arrayList, shardName, shardOfTask } from "./shard.ts";
import { UsageError } from "../../study/usage_error.ts";
import { belongsTo } from "../../study/shard.ts";
import { parseShard } from "../../cli/values.ts";

Deno.test("each run belongs to exactly one shard, and shards differ by one run at most", () => {
  fc.assert(fc.property(fc.integer({ min: 1, max: 40 }), fc.nat(200), (count, runs) => {
    const sizes = Array.from({ length: count }, () => 0);
    for (let position = 0; position < runs; position++) {
      const owners = sizes.flatMap((_, i) => belongsTo({ index: i + 1, count }, position) ? [i] : []);
      assertEquals(owners.length, 1);
      sizes[owners[0]]++;
    }
    assert(Math.max(...sizes) - Math.min(...sizes) <= 1);
  }));
});

Deno.test("a Slurm array tells its shard, a plan tells how many there are", () => {
  const slurm = (id: number, min: number, count: number) => ({
    SLURM_ARRAY_TASK_ID: String(id),
    SLURM_ARRAY_TASK_MIN: String(min),
    SLURM_ARRAY_TASK_COUNT: String(count),
  });
  const shard = (...args: Parameters<typeof shardOfTask>) => shardOfTask(...args)?.shard;
  assertEquals(shard(slurm(3, 1, 8), undefined, undefined), { index: 3, count: 8 });
  assertEquals(shard(slurm(0, 0, 8), undefined, undefined), { index: 1, count: 8 });
  // --array=5,7 of a plan with 8: these two again.
  assertEquals(shard(slurm(7, 5, 2), { shards: 8, firstTask: 1 }, undefined), { index: 7, count: 8 });
  assertEquals(shardOfTask(slurm(7, 0, 8), undefined, undefined)?.division, { shards: 8, firstTask: 0 });
  // Without a plan a list with gaps can't be understood.
  const error = assertThrows(() => shard(slurm(7, 5, 2), undefined, undefined), UsageError);
  assertEquals(error.message, "Cannot tell the shard: SLURM_ARRAY_TASK_ID is 7, want 5 to 6 for 2 shards");
  // Nor can one in steps, whose last task would be told so and the others train something else.
  const stepped = (id: number) => ({ ...slurm(id, 1, 4), SLURM_ARRAY_TASK_MAX: "7" });
  for (const id of [1, 3, 5, 7]) {
    const { message } = assertThrows(() => shard(stepped(id), undefined, undefined), UsageError);
    assertEquals(
      message,
      "Cannot tell the shard: the array has 4 of the tasks 1 to 7, want all of --array=1-4, or --plan before",
    );
  }
  assertEquals(shard(stepped(5), { shards: 7, firstTask: 1 }, undefined), { index: 5, count: 7 });
  assertEquals(shard({ ...slurm(3, 1, 8), SLURM_ARRAY_TASK_MAX: "8" }, undefined, undefined), {
    index: 3,
    count: 8,
  });
  assertThrows(() => shard({ SLURM_ARRAY_TASK_ID: "x" }, undefined, undefined), UsageError, 'is "x"');
  assertThrows(
    () => shard({ SLURM_ARRAY_TASK_ID: "1" }, undefined, undefined),
    UsageError,
    "COUNT is not set",
  );
});

Deno.test("a Kubernetes Indexed Job counts from 0 and needs to be told how many", () => {
  const job = { JOB_COMPLETION_INDEX: "3" };
  assertEquals(shardOfTask(job, undefined, 4)?.shard, { index: 4, count: 4 });
  assertEquals(shardOfTask(job, { shards: 8, firstTask: 1 }, undefined)?.shard, { index: 4, count: 8 });
  assertThrows(() => shardOfTask(job, undefined, undefined), UsageError, "want --shards N as well");
  assertThrows(() => shardOfTask(job, undefined, 3), UsageError, "want 0 to 2 for 3 shards");
  assertEquals(shardOfTask({}, undefined, 3), undefined);
});

Deno.test("shards are written 2/8, and only different ones of the same number go together", () => {
  assertEquals(parseShard("2/8"), { index: 2, count: 8 });
  for (const text of ["0/8", "9/8", "1", "a/b", "1/2/3", "-1/2", ""]) {
    assertThrows(() => parseShard(text), UsageError);
  }
  const [a, b, other] = [[1, 2], [2, 2], [1, 3]].map(([index, count]) => shardName({ index, count }));
  assertEquals([conflict(a, b), conflict(a, a), conflict(a, other), conflict(a, "all")], [
    false,
    true,
    true,
    true,
  ]);
  assertEquals([
    conflict("best", a),
    conflict("best", "best"),
    conflict("best", "all"),
    conflict("all", "best"),
  ], [
    false,
    true,
    true,
    true,
  ]);
});

Deno.test("numbers are listed as job arrays take them", () => {
  assertEquals(arrayList([1, 2, 3, 7, 9, 10]), "1-3,7,9-10");
  assertEquals([arrayList([]), arrayList([5]), arrayList([0, 1])], ["", "5", "0-1"]);
});
