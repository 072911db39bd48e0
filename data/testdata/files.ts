/** Small datasets, temporary folders and misbehaving mirrors for tests.
 * @module
 */
import { digest, gitName } from "../mnist/decode_file.ts";
import type { Digests, Publication } from "../mnist/publications.ts";

/** An IDX file of unsigned bytes, or of the bytes of another type. */
export function idx(shape: readonly number[], data: ArrayLike<number>, type = 8): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(4 + 4 * shape.length + data.length);
  bytes.set([0, 0, type, shape.length]);
  const view = new DataView(bytes.buffer);
  shape.forEach((size, i) => view.setUint32(4 + 4 * i, size));
  bytes.set(data, 4 + 4 * shape.length);
  return bytes;
}

/** Bytes, compressed. */
export async function gzip(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** A ZIP file with files by their paths. */
export async function zip(
  files: Readonly<Record<string, Uint8Array<ArrayBuffer>>>,
  deflated = false,
): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array<ArrayBuffer>[] = [], list: Uint8Array<ArrayBuffer>[] = [];
  let at = 0;
  for (const [path, bytes] of Object.entries(files)) {
    const name = new TextEncoder().encode(path);
    const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream("deflate-raw"));
    const stored = deflated ? new Uint8Array(await new Response(stream).arrayBuffer()) : bytes;
    const record = (signature: number, length: number, numbers: readonly [at: number, value: number, bytes: 2 | 4][]) => {
      const view = new DataView(new ArrayBuffer(length));
      view.setUint32(0, signature, true);
      for (const [at, value, bytes] of numbers) {
        if (bytes === 2) view.setUint16(at, value, true);
        else view.setUint32(at, value, true);
      }
      return new Uint8Array(view.buffer);
    };
    const method = deflated ? 8 : 0;
    const local = record(0x04034b50, 30, [[8, method, 2], [18, stored.length, 4], [22, bytes.length, 4], [26, name.length, 2]]);
    list.push(
      record(0x02014b50, 46, [
        [10, method, 2],
        [20, stored.length, 4],
        [24, bytes.length, 4],
        [28, name.length, 2],
        [42, at, 4],
      ]),
      name,
    );
    parts.push(local, name, stored);
    at += local.length + name.length + stored.length;
  }
  const listed = new Uint8Array(await new Blob(list).arrayBuffer());
  const end = new DataView(new ArrayBuffer(22)), count = Object.keys(files).length;
  end.setUint32(0, 0x06054b50, true);
  end.setUint16(8, count, true);
  end.setUint16(10, count, true);
  end.setUint32(12, listed.length, true);
  end.setUint32(16, at, true);
  return new Uint8Array(await new Blob([...parts, listed, end.buffer]).arrayBuffer());
}

/** The names that the four files are downloaded under: train images and labels, test images and labels. */
export const NAMES = ["train-images-idx3", "train-labels-idx1", "t10k-images-idx3", "t10k-labels-idx1"]
  .map((stem) => `${stem}-ubyte`);

const pixels = (count: number) => Uint8Array.from({ length: count * 20 }, (_, i) => i * 37 % 256);

/** Six images to train on and three to test on, of 5 × 4 pixels, in the order of `NAMES`. */
export const SMALL: readonly Uint8Array<ArrayBuffer>[] = [
  idx([6, 5, 4], pixels(6)),
  idx([6], [0, 1, 2, 3, 4, 9]),
  idx([3, 5, 4], pixels(3)),
  idx([3], [5, 6, 7]),
];

/** The small dataset as if it had been published. */
export async function publishSmall(kind: keyof Digests = "contents"): Promise<Publication> {
  const stems = ["train-images", "train-labels", "t10k-images", "t10k-labels"];
  const files = await Promise.all(SMALL.map(async (bytes, i) => ({
    stem: stems[i],
    kind: i % 2 === 0 ? "images" as const : "labels" as const,
    format: i % 2 === 0 ? "idx3-ubyte" as const : "idx1-ubyte" as const,
    size: bytes.length,
    digests: {
      [kind]: kind === "git"
        ? await gitName(await gzip(bytes))
        : await digest(kind === "contents" ? bytes : await gzip(bytes)),
    },
  })));
  return {
    name: "small",
    classes: 10,
    variable: "SMALL_DIR",
    torchvision: "Small/raw",
    mirrors: [],
    files: files as unknown as Publication["files"],
  };
}

/** A folder that is gone when the block ends. */
export async function temporaryFolder(): Promise<{ path: string } & AsyncDisposable> {
  const path = await Deno.makeTempDir({ prefix: "chainrule_data_" });
  return { path, [Symbol.asyncDispose]: () => Deno.remove(path, { recursive: true }) };
}

/** The names in a folder, sorted. */
export async function list(path: string): Promise<string[]> {
  return (await Array.fromAsync(Deno.readDir(path), (entry) => entry.name)).sort();
}

/** What a mirror sends, byte for byte. */
export interface Answer {
  /** The status line and headers; none is sent if it is empty. */
  head: string;
  /** The body, or as much of it as is sent. */
  body?: Uint8Array<ArrayBuffer>;
  /** In how many pieces the body is sent, with a pause before each: all at once unless given. */
  pieces?: number;
  /** Whether the connection is then left open and silent. */
  hold?: boolean;
}

/** A whole file, as a server that is well sends it. */
export function whole(body: Uint8Array<ArrayBuffer>): Answer {
  return { head: `HTTP/1.1 200 OK\r\ncontent-length: ${body.length}\r\nconnection: close\r\n\r\n`, body };
}

/** A server on this machine that answers as told, also wrongly. */
export function startMirror(
  answer: (name: string) => Answer | Promise<Answer>,
): { url: string; requests: string[] } & AsyncDisposable {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const connections: Deno.Conn[] = [], requests: string[] = [], handled: Promise<void>[] = [];
  const handle = async (connection: Deno.Conn) => {
    const buffer = new Uint8Array(4096);
    let request = "";
    while (!request.includes("\r\n\r\n")) {
      const count = await connection.read(buffer);
      if (count === null) return;
      request += new TextDecoder().decode(buffer.subarray(0, count));
    }
    const name = request.split(" ")[1].slice(1);
    requests.push(name);
    const { head, body = new Uint8Array(), pieces = 1, hold } = await answer(name);
    const writer = connection.writable.getWriter();
    await writer.write(new TextEncoder().encode(head));
    const size = Math.ceil(body.length / pieces);
    for (let i = 0; i < pieces; i++) {
      if (pieces > 1) await new Promise((resolve) => setTimeout(resolve, 30));
      await writer.write(body.subarray(i * size, (i + 1) * size));
    }
    if (!hold) await writer.close();
  };
  const accepting = (async () => {
    for await (const connection of listener) {
      connections.push(connection);
      handled.push(handle(connection).catch(() => {})); // the client may have left
    }
  })();
  return {
    url: `http://127.0.0.1:${(listener.addr as Deno.NetAddr).port}/`,
    requests,
    async [Symbol.asyncDispose]() {
      listener.close();
      for (const connection of connections) {
        try {
          connection.close();
        } catch { /* closed already */ }
      }
      await Promise.all([accepting, ...handled]);
    },
  };
}

/** A mirror that is well and has the small dataset, compressed. */
export function startGoodMirror(): ReturnType<typeof startMirror> {
  return startMirror(async (name) => whole(await gzip(SMALL[NAMES.indexOf(name.replace(".gz", ""))])));
}
