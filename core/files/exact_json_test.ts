import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import fc from "fast-check";
import { DataError } from "../errors.ts";
import { loadCheckpoint, saveCheckpoint } from "./checkpoint.ts";
import { exactJson } from "./exact_json.ts";
import { encodeSafetensors } from "./safetensors.ts";

Deno.test("exactJson: what it writes comes back the same", () => {
  const best = { best: Infinity, worst: -Infinity, zero: -0, list: [1, [null, true, "\u2028 é"]], none: {} };
  assertEquals(JSON.parse(exactJson("save", "x", best)), best);
  assert(Object.is(JSON.parse(exactJson("save", "x", best)).zero, -0));
  // Names without escapes, which V8 mistakes for others: see `json_members.ts`.
  const name = fc.stringMatching(/^[a-z_]{0,9}$/);
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: "small" },
      fc.string({ unit: "binary" }),
      fc.double({ noNaN: true }),
      fc.boolean(),
      fc.constant(null),
      fc.array(tie("value")),
      fc.dictionary(name, tie("value"), { noNullPrototype: true }),
    ),
  }));
  fc.assert(fc.property(value, (value) => assertEquals(JSON.parse(exactJson("save", "x", value)), value)));
});

Deno.test("exactJson: what would come back as something else is refused, with its place", () => {
  const circle: unknown[] = [];
  circle.push({ circle });
  const cases: [unknown, string][] = [
    [{ seen: new Set([1]) }, "x.seen is a Set"],
    [{ list: [1, undefined] }, "x.list[1] is undefined"],
    [{ left: undefined }, "x.left is undefined"],
    [new Array(1), "x[0] is undefined"],
    [NaN, "x is NaN"],
    [[new Map()], "x[0] is a Map"],
    [new Date(0), "x is a Date"],
    [Float32Array.of(1), "x is a Float32Array"],
    [10n, "x is a bigint"],
    [() => 1, "x is a function"],
    [Symbol("s"), "x is a symbol"],
    [circle, "x[0].circle is within itself"],
    [{ toJSON: () => 1 }, "x is an object with a method toJSON or symbols"],
  ];
  for (const [value, message] of cases) {
    assertThrows(
      () => exactJson("save", "x", value),
      RangeError,
      `Cannot save: ${message}, which JSON can't hold`,
    );
  }
  const twice = [1];
  assertEquals(exactJson("save", "x", [twice, twice]), "[[1],[1]]");
});

Deno.test("checkpoint: extra with Infinity comes back", async () => {
  const model = { parameters: () => [] };
  const bytes = await saveCheckpoint({ model }, { best: Infinity });
  assertEquals(await loadCheckpoint(bytes, { model }), { best: Infinity });
});

/** Lists in each other. */
const nested = (depth: number) => JSON.parse("[".repeat(depth) + "]".repeat(depth));

Deno.test("checkpoint: extra may have a thousand lists in each other and no more, saved or loaded", async () => {
  const model = { parameters: () => [] }, message = "than 1000 lists and objects in each other";
  const bytes = await saveCheckpoint({ model }, nested(1000));
  assertEquals(JSON.stringify(await loadCheckpoint(bytes, { model })), JSON.stringify(nested(1000)));
  const refused = await assertRejects(
    () => saveCheckpoint({ model }, nested(1001)),
    RangeError,
    `deeper ${message}`,
  );
  assert(refused.message.length < 400, refused.message);
  // A checkpoint that somebody else has made, with the right checksum.
  const metadata = {
    checksum: "0".repeat(64),
    format: "chainrule-checkpoint-1",
    extra: "[".repeat(1_000_000),
  };
  const foreign = encodeSafetensors({}, metadata);
  const checksum = new Uint8Array(await crypto.subtle.digest("SHA-256", foreign)).toHex();
  foreign.set(new TextEncoder().encode(checksum), 8 + '{"__metadata__":{"checksum":"'.length);
  await assertRejects(() => loadCheckpoint(foreign, { model }), DataError, `extra has more ${message}`);
});
