/** A worker that trains one run at a time. It computes and nothing else: files are the main thread's.
 * @module
 */
import { startThreads, type Threads } from "@chainrule/core";
import { useNative } from "@chainrule/core/native";
import type { Gain, Order, Report } from "./messages.ts";
import { inThisThread, type Task, type Trainer } from "./trainer.ts";
import type { RunRecord } from "../../study/run_record.ts";
import { StepLog } from "../../study/step_log.ts";

const scope = self as unknown as {
  onmessage: (event: MessageEvent<Order>) => void;
  postMessage(report: Report, transfer?: Transferable[]): void;
};
let trainer: Trainer, helpers: Threads | undefined;
let interrupt = new AbortController();

scope.onmessage = async ({ data: order }) => {
  if (order.type === "interrupt") return interrupt.abort();
  if (order.type === "train") return await train(order);
  if (order.type === "stop") {
    helpers?.stop();
    return scope.postMessage({ type: "stopped" });
  }
  const { options } = order, { native, threads } = options;
  if (native) useNative();
  if (threads > 1) helpers = await startThreads(threads);
  trainer = inThisThread(options);
  scope.postMessage({ type: "ready" });
};

async function train({ type: _, ...order }: Order & { type: "train" }): Promise<void> {
  interrupt = new AbortController();
  const before = new StepLog();
  for (const numbers of order.steps) before.append(numbers);
  const task = { ...order, steps: before };
  const sent = { epochs: 0, steps: before.length, watched: 0, histograms: 0 };
  // What a checkpoint brought with it is reported, too: the main thread starts from nothing but the steps.
  const gain = (record: RunRecord): Gain => {
    const { parameters, epochs, steps, watched = [], histograms, origins = [] } = record;
    const news = {
      parameters,
      origins,
      epochs: epochs.slice(sent.epochs),
      // Copies, for of a view all of its chunk would be sent.
      steps: Array.from(StepLog.of(steps).numbers(sent.steps), (numbers) => numbers.slice()),
      watched: watched.slice(sent.watched),
      histograms: histograms?.slice(sent.histograms),
    };
    const counts = { watched: watched.length, histograms: histograms?.length ?? 0 };
    Object.assign(sent, { epochs: epochs.length, steps: steps.length, ...counts });
    return news;
  };
  const watching: Pick<Task, "onStep" | "onEpoch" | "onCheckpoint"> = {
    onStep: (_, step) => scope.postMessage({ type: "step", step }),
    onEpoch: (record) => scope.postMessage({ type: "epoch", gain: gain(record) }),
    onCheckpoint: ({ record, checkpoint }) =>
      scope.postMessage({ type: "checkpoint", gain: gain(record), checkpoint }, [checkpoint.buffer]),
  };
  const { record, checkpoint, model } = await trainer.train({
    ...task,
    ...watching,
    signal: interrupt.signal,
  });
  const { status, divergedAt, inspection, error } = record;
  scope.postMessage(
    { type: "end", gain: gain(record), status, divergedAt, inspection, error, checkpoint, model },
    [checkpoint, model].flatMap((bytes) => bytes ? [bytes.buffer] : []),
  );
}
