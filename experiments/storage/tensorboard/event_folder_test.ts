import { assertEquals } from "@std/assert";
import protobuf from "protobufjs";
import { withFolder } from "../../fixtures.ts";
import { DEFAULTS } from "../../study/configuration.ts";
import type { RunRecord } from "../../study/run_record.ts";
import { EventFolder } from "./event_folder.ts";

/** The fields of TensorFlow's messages that matter here, for a library that reads them by their names. */
const { root } = protobuf.parse(`syntax = "proto3";
  message Event { double wall_time = 1; int64 step = 2; string file_version = 3; Summary summary = 5; }
  message Summary { repeated Value value = 1; }
  message Value { string tag = 1; float simple_value = 2; Tensor tensor = 8; Metadata metadata = 9; }
  message Tensor { int32 dtype = 1; Shape tensor_shape = 2; repeated bytes string_val = 8; }
  message Shape { repeated Dim dim = 2; }
  message Dim { int64 size = 1; }
  message Metadata { Plugin plugin_data = 1; }
  message Plugin { string plugin_name = 1; }`);

// deno-lint-ignore no-explicit-any
type Message = Record<string, any>;

/** CRC-32C as RFC 3720 defines it, bit by bit. */
function crc(bytes: Uint8Array): number {
  let value = ~0;
  for (const byte of bytes) {
    value ^= byte;
    for (let bit = 0; bit < 8; bit++) value = value & 1 ? value >>> 1 ^ 0x82f63b78 : value >>> 1;
  }
  return ~value >>> 0;
}

const unmasked = (value: number) => {
  const turned = value - 0xa282ead8 >>> 0;
  return (turned >>> 17 | turned << 15) >>> 0;
};

/** The events in a file; each checksum has to be right. */
function eventsIn(bytes: Uint8Array): Message[] {
  const events: Message[] = [], view = new DataView(bytes.buffer);
  for (let at = 0; at < bytes.length;) {
    const length = Number(view.getBigUint64(at, true)), data = bytes.subarray(at + 12, at + 12 + length);
    assertEquals(unmasked(view.getUint32(at + 8, true)), crc(bytes.subarray(at, at + 8)));
    assertEquals(unmasked(view.getUint32(at + 12 + length, true)), crc(data));
    const type = root.lookupType("Event");
    events.push(type.toObject(type.decode(data), { longs: Number, bytes: Array }));
    at += 16 + length;
  }
  return events;
}

/** A run with two steps in each of so many epochs, each of which takes so many seconds. */
function record(epochs: number, seconds = 2, name = "128 tanh/hinge"): RunRecord {
  const count = Array.from({ length: epochs }, (_, i) => i + 1);
  return {
    run: { name, configuration: { ...DEFAULTS, epochs: 3 } },
    parameters: 10,
    epochs: count.map((epoch) => ({
      type: "epoch",
      epoch,
      trainLoss: 1 / epoch,
      trainAccuracy: 0.5,
      heldOutLoss: 2 / epoch,
      heldOutAccuracy: 0.25 * epoch,
      seconds,
    })),
    steps: count.flatMap((epoch) =>
      [1, 2].map((i) => ({
        type: "step",
        epoch,
        iteration: 300 * (2 * epoch + i),
        images: 100,
        loss: i,
        accuracy: 0.75,
      }))
    ),
    status: epochs === 3 ? "finished" : "running",
  };
}

/** The only file of a run, and its path. */
async function fileOf(folder: string): Promise<[Uint8Array, string]> {
  const [run] = await Array.fromAsync(Deno.readDir(folder));
  const files = await Array.fromAsync(Deno.readDir(`${folder}/${run.name}`));
  assertEquals(files.length, 1);
  const path = `${folder}/${run.name}/${files[0].name}`;
  return [await Deno.readFile(path), path];
}

Deno.test("a checksum is that of RFC 3720", () => {
  assertEquals(crc(new Uint8Array(32)), 0x8a9136aa);
});

Deno.test("TensorBoard is told of the settings, of each step that is logged, and of each epoch", () =>
  withFolder(async (folder) => {
    const events = new EventFolder(folder);
    await events.add(record(1));
    await events.add(record(2));
    const [bytes, path] = await fileOf(folder), [version, settings, ...others] = eventsIn(bytes);
    assertEquals(
      path.slice(folder.length).replace(/\d{10}/, "N"),
      "/128_tanh_hinge/events.out.tfevents.N.chainrule",
    );
    const started = version.wallTime;
    assertEquals([version.fileVersion, Number(path.match(/\d{10}/)![0])], ["brain.Event:2", started]);
    const { tensor, metadata, tag } = settings.summary.value[0];
    assertEquals([tag, tensor.dtype, tensor.tensorShape.dim, metadata.pluginData.pluginName], [
      "settings",
      7,
      [{ size: 1 }],
      "text",
    ]);
    const text = new TextDecoder().decode(new Uint8Array(tensor.stringVal[0]));
    assertEquals(text.match(/^\| learning_rate \| .*$/m)![0], "| learning_rate | 0.001 |");
    assertEquals(
      others.map(({ wallTime, step, summary }) => [
        Number((wallTime - started).toFixed(3)),
        step,
        ...summary.value.map(({ tag, simpleValue }: Message) => `${tag} ${simpleValue}`),
      ]),
      [
        [0.667, 900, "loss/batch 1", "accuracy/batch 0.75"],
        [1.333, 1200, "loss/batch 2", "accuracy/batch 0.75"],
        [2, 1, "loss/train 1", "accuracy/train 0.5", "loss/held out 2", "accuracy/held out 0.25"],
        [2.667, 1500, "loss/batch 1", "accuracy/batch 0.75"],
        [3.333, 1800, "loss/batch 2", "accuracy/batch 0.75"],
        [4, 2, "loss/train 0.5", "accuracy/train 0.5", "loss/held out 1", "accuracy/held out 0.5"],
      ],
    );
  }));

Deno.test("of a run that diverges all steps are told, also those of the epoch that it did not complete", () =>
  withFolder(async (folder) => {
    const { epochs, ...diverged } = record(2);
    await new EventFolder(folder).add({ ...diverged, epochs: epochs.slice(0, 1), status: "diverged" });
    const [, , ...others] = eventsIn((await fileOf(folder))[0]);
    assertEquals(others.map(({ step }) => step), [900, 1200, 1, 1500, 1800]);
  }));

Deno.test("a run that goes on leaves the file that it would have left at once", () =>
  withFolder(async (folder) => {
    await new EventFolder(folder).add(record(3));
    const [whole, path] = await fileOf(folder);
    const again = async (what: Uint8Array, ...records: RunRecord[]) => {
      await Deno.writeFile(path, what);
      const events = new EventFolder(folder);
      for (const record of records) await events.add(record);
      return (await fileOf(folder))[0];
    };
    // A power cut within a record; one that is gone; from a checkpoint before it; what another run of that name has left.
    for (const cut of [0, 10, 200, whole.length - 1, whole.length]) {
      assertEquals(await again(whole.slice(0, cut), record(1), record(2), record(3)), whole, `cut at ${cut}`);
    }
    assertEquals(await again(whole, record(3)), whole);
    assertEquals(
      eventsIn(await again(whole, record(1, 3), record(3, 3))).at(-1)!.wallTime,
      whole.length && eventsIn(whole)[0].wallTime + 9,
    );
    const other = new Uint8Array(2 * whole.length).fill(7);
    assertEquals(await again(other, record(2), record(3)), whole);
    await Deno.truncate(path, 2 ** 28); // longer than any table that is read
    const events = new EventFolder(folder);
    for (const epochs of [2, 3]) await events.add(record(epochs));
    assertEquals(await Deno.readFile(path), whole);
  }));
