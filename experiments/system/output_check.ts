/** Screens and pipes that are full or stalled. Run by `deno task test:system`. */
import { assertEquals } from "@std/assert";
import { withFolder } from "../fixtures.ts";
import { experimentCommand, inShell, taskCommand, works } from "./command.ts";
import { Subject } from "./subject.ts";

const subject = new Subject(20);

/** The code that the command ends with if a script runs it in the shell. The study is trained all the same. */
async function codeOf(script: string, folder: string): Promise<number> {
  const words = subject.command(`${folder}/results`).filter((word) => word !== "--quiet");
  const { code } = await inShell(script.replaceAll("FOLDER", folder), await experimentCommand(words)).ended;
  await subject.assertWhole(`${folder}/results`);
  return code;
}

/** Whether there is a disk that is always full. */
const full = await works("sh", "-c", "test -c /dev/full");

for (const where of ["2>/dev/full", ">/dev/full", ">/dev/full 2>&1"]) {
  Deno.test({
    name: `${where}: files are whole, and code 74 says that output is lost`,
    ignore: !full,
    fn: () => withFolder(async (folder) => assertEquals(await codeOf(`exec "$@" ${where}`, folder), 74)),
  });
}

for (const task of ["experiment", "predict", "evaluate", "export", "report", "watch"]) {
  Deno.test({
    name: `deno task ${task} --help >/dev/full ends with code 74`,
    ignore: !full,
    fn: async () => {
      const { code } = await inShell(`exec "$@" >/dev/full`, await taskCommand(task, ["--help"])).ended;
      assertEquals(code, 74);
    },
  });
}

/** Fills a pipe, and has it refuse what it can't take at once, for all who share it: GNU's dd can. */
const FILL = "dd if=/dev/zero bs=65536 count=1 oflag=nonblock status=none";
const fills = await works("sh", "-c", `${FILL} | cat`);

for (const [reader, code] of [["sleep 1000", 74], ["{ sleep 1; exec cat; } >/dev/null", 0]] as const) {
  Deno.test({
    name: `a pipe that does not block, read by ${reader}: files are whole, and the code is ${code}`,
    ignore: !fills,
    fn: () =>
      withFolder(async (folder) => {
        const script = `mkfifo FOLDER/pipe; ${reader} <FOLDER/pipe & reader=$!
          ( exec 2>FOLDER/pipe; ${FILL} >&2; exec "$@" ) >/dev/null; code=$?
          kill $reader; exit $code`;
        assertEquals(await codeOf(script, folder), code);
      }),
  });
}
