import { parse } from "@std/csv";
import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { textOf } from "../study/cell_text.ts";
import { DEFAULTS } from "../study/configuration.ts";
import type { Run } from "../study/run_names.ts";
import { summarize } from "./run_summary.ts";
import { epochsCsv, iterationsPieces, runsCsv } from "./run_tables.ts";
import type { EpochMeasures, RunRecord, StepMeasures } from "../study/run_record.ts";

const iterationsCsv = (records: RunRecord[]) => [...iterationsPieces(records)].join("");

const run: Run = { name: "kl-div", configuration: { ...DEFAULTS, dataset: "mnist", loss: "kl-div" } };

function epoch(number: number, heldOutAccuracy: number, changes: Partial<EpochMeasures> = {}): EpochMeasures {
  return {
    type: "epoch",
    epoch: number,
    trainLoss: 1 / number,
    trainAccuracy: 0.5,
    heldOutLoss: 2 / number,
    heldOutAccuracy,
    seconds: 0.25,
    ...changes,
  };
}

const record: RunRecord = {
  run,
  parameters: 101_770,
  epochs: [epoch(1, 0.9), epoch(2, 0.95), epoch(3, 0.94), epoch(4, 0.97)],
  steps: [{ type: "step", epoch: 1, iteration: 100, images: 100, loss: 2.5, accuracy: 0.25 }],
  status: "finished",
};

Deno.test("the columns are the agreed ones", () => {
  const header = (csv: string) => csv.split("\n")[0];
  assertEquals(header(epochsCsv([])), "run,epoch,train_loss,train_accuracy,test_loss,test_accuracy,seconds");
  assertEquals(header(iterationsCsv([])), "run,epoch,iteration,batch_loss,batch_accuracy");
  assertEquals(
    header(runsCsv([])),
    "run,dataset,hidden,activation,loss,seed,optimizer,learning_rate,weight_decay,momentum,batch_size,epochs,status," +
      "parameters,train_loss_final,train_loss_average,train_accuracy_final,train_accuracy_average,test_loss_final," +
      "test_loss_average,test_accuracy_final,test_accuracy_average,test_accuracy_best,epochs_to_95,epochs_to_97," +
      "train_seconds",
  );
});

Deno.test("the rows hold what was measured", () => {
  assertEquals(epochsCsv([record]).split("\n")[2], "kl-div,2,0.5,0.5,1,0.95,0.25");
  assertEquals(iterationsCsv([record]).split("\n")[1], "kl-div,1,100,2.5,0.25");
  const [row] = parse(runsCsv([record]), { skipFirstRow: true });
  assertEquals(row, {
    run: "kl-div",
    dataset: "mnist",
    hidden: "128",
    activation: "tanh",
    loss: "kl-div",
    seed: "1",
    optimizer: "sgd",
    learning_rate: "0.001",
    weight_decay: "0.00001",
    momentum: "0.9",
    batch_size: "100",
    epochs: "100",
    status: "finished",
    parameters: "101770",
    train_loss_final: "0.25",
    train_loss_average: String((1 + 1 / 2 + 1 / 3 + 1 / 4) / 4),
    train_accuracy_final: "0.5",
    train_accuracy_average: "0.5",
    test_loss_final: "0.5",
    test_loss_average: String((2 + 1 + 2 / 3 + 0.5) / 4),
    test_accuracy_final: "0.97",
    test_accuracy_average: String((0.9 + 0.95 + 0.94 + 0.97) / 4),
    test_accuracy_best: "0.97",
    epochs_to_95: "2",
    epochs_to_97: "4",
    train_seconds: "1",
  });
});

Deno.test("what is not there is empty; runs that go on or were interrupted have no row", () => {
  const diverged = { ...record, epochs: [], status: "diverged" as const };
  const [row] = parse(runsCsv([diverged]), { skipFirstRow: true });
  assertEquals([row.status, row.train_loss_final, row.test_accuracy_best, row.epochs_to_95], [
    "diverged",
    "",
    "",
    "",
  ]);
  for (const status of ["running", "interrupted"] as const) {
    assertEquals(runsCsv([{ ...record, status }]).trim().split("\n").length, 1);
  }
  const adam = {
    ...record,
    run: { ...run, configuration: { ...run.configuration, optimizer: "adam" as const } },
  };
  assertEquals(parse(runsCsv([adam]), { skipFirstRow: true })[0].momentum, "");
});

Deno.test("networks of all kinds have a name without commas", () => {
  const names = (hidden: number[], activation: ("tanh" | "selu")[]) => {
    const configuration = { ...run.configuration, hidden, activation };
    const [row] = parse(runsCsv([{ ...record, run: { name: "x", configuration } }]), { skipFirstRow: true });
    return [row.hidden, row.activation];
  };
  assertEquals(names([256, 128], ["tanh"]), ["256-128", "tanh"]);
  assertEquals(names([256, 128], ["tanh", "selu"]), ["256-128", "tanh-selu"]);
  assertEquals(names([256, 128], ["selu", "selu"]), ["256-128", "selu"]);
  assertEquals(names([], ["tanh"]), ["none", "none"]);
});

Deno.test("every number is read back exactly, every name too", () => {
  const finite = fc.double({ noNaN: true, noDefaultInfinity: true });
  fc.assert(fc.property(fc.string(), fc.array(finite, { minLength: 7, maxLength: 7 }), (name, numbers) => {
    const [trainLoss, trainAccuracy, heldOutLoss, heldOutAccuracy, seconds, loss, accuracy] = numbers.map((
      n,
    ) => n + 0);
    const step: StepMeasures = { type: "step", epoch: 1, iteration: 1, images: 1, loss, accuracy };
    const measures = epoch(1, heldOutAccuracy, { trainLoss, trainAccuracy, heldOutLoss, seconds });
    const record: RunRecord = {
      run: { ...run, name },
      parameters: 1,
      epochs: [measures],
      steps: [step],
      status: "running",
    };
    const [, row] = parse(epochsCsv([record]));
    assertEquals(row.slice(2).map(Number), [trainLoss, trainAccuracy, heldOutLoss, heldOutAccuracy, seconds]);
    assertEquals(textOf(row[0]), name.replaceAll("\r\n", "\n"));
    assertEquals(parse(iterationsCsv([record]))[1].slice(3).map(Number), [loss, accuracy]);
  }));
});

Deno.test("a run without epochs has no sums", () => {
  assertEquals(summarize({ epochs: [] }), {
    final: undefined,
    average: undefined,
    best: undefined,
    epochsTo95: undefined,
    epochsTo97: undefined,
    trainSeconds: 0,
  });
});

Deno.test("steps become a table piece by piece", () => {
  const [step] = record.steps,
    steps = Array.from({ length: 2500 }, (_, i) => ({ ...step, iteration: i + 1 }));
  const pieces = [...iterationsPieces([{ ...record, steps }, record])];
  assertEquals(pieces.map((text) => text.split("\n").length - 1), [1000, 1000, 502]);
  assertEquals(pieces.join("").split("\n")[2500], "kl-div,1,2500,2.5,0.25");
});
