import { decodeModel } from "../../storage/model_file.ts";
import { MOST } from "../../storage/file_limits.ts";
import { cannot } from "../../storage/output_error.ts";
import { readNamed } from "../../storage/read_file.ts";
import { formatPercent } from "../../study/format.ts";
import { type NetworkImage, readImages } from "../../training/images/read_images.ts";
import { predict } from "../../training/predict.ts";
import { oneLine } from "../run_command.ts";
import { table } from "../table.ts";

/** What a network says of the images in files, as a table or JSON. */
export async function predictFiles(
  { model: file, images: files, json }: {
    readonly model: string;
    readonly images: readonly string[];
    readonly json: boolean;
  },
  input: () => Promise<Uint8Array<ArrayBuffer>>,
): Promise<string> {
  const { model, network } = decodeModel(await read(file), file);
  const images: NetworkImage[] = [];
  for (const name of files) {
    const bytes = name === "-" ? await input() : await read(name);
    for (const image of readImages(bytes, name === "-" ? "standard input" : name, network)) {
      images.push(image);
    }
  }
  const predictions = predict(model, network, images.map(({ pixels }) => pixels));
  if (json) {
    const answers = predictions.map(({ answer, probabilities }, i) => ({
      image: images[i].name,
      answer: network.classes[answer],
      probabilities: Object.fromEntries(network.classes.map((name, k) => [name, probabilities[k]])),
    }));
    return JSON.stringify(answers, null, 2) + "\n";
  }
  const classes = network.classes.map(oneLine);
  const ranked = predictions.map(({ answer, probabilities }) => {
    const order = probabilities.map((_, k) => k).sort((a, b) => probabilities[b] - probabilities[a]);
    return [answer, ...order.filter((k) => k !== answer)];
  });
  const chances = (place: number) =>
    predictions.map(({ probabilities }, i) => `${formatPercent(probabilities[ranked[i][place]])} %`);
  return table([
    { title: "image", cells: images.map(({ name }) => oneLine(name)), left: true },
    { title: "answer", cells: ranked.map(([first]) => classes[first]) },
    { title: "probability", cells: chances(0) },
    { title: "next", cells: ranked.map(([, second]) => classes[second]) },
    { title: "probability", cells: chances(1) },
  ]);
}

async function read(path: string): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = await readNamed(path, MOST.tensors);
  const packed = bytes[0] === 0x1f && bytes[1] === 0x8b;
  if (!packed) return bytes;
  try {
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    return new Uint8Array(await new Response(stream).arrayBuffer());
  } catch (error) {
    throw cannot(`read ${path}`, error);
  }
}
