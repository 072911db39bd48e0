/** What the server of `deno task watch` answers. It has three addresses and serves no files, so no path leads anywhere else.
 * @module
 */
import type { LiveReport } from "./live_report.ts";

/** What every answer says: nobody else may show it, keep it, or take it for something else. */
const HEADERS = {
  "cache-control": "no-store",
  "content-security-policy": "frame-ancestors 'none'",
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
};

/** So often listeners are told that there is nothing new, in milliseconds: connections that are gone are noticed so. */
const STILL_HERE = 20_000;

/** The answer to a request, of a server at this port of this machine. */
export async function respond(request: Request, report: LiveReport, port: number): Promise<Response> {
  const own = [`127.0.0.1:${port}`, `localhost:${port}`];
  const host = request.headers.get("host") ?? "", origin = request.headers.get("origin");
  // A page of somebody else whose name leads here says that name; and none may ask from elsewhere.
  if (!own.includes(host) || origin !== null && origin !== `http://${host}`) {
    return answer("This is served to the machine that it runs on.\n", "text/plain", 403);
  }
  if (request.method !== "GET" && request.method !== "HEAD") {
    return answer("Want GET.\n", "text/plain", 405);
  }
  switch (new URL(request.url).pathname) {
    case "/":
      return answer(await report.page(), "text/html; charset=utf-8");
    case "/content":
      return answer(report.content, "application/json");
    case "/events":
      return answer(events(report), "text/event-stream");
    default:
      return answer("There is nothing here.\n", "text/plain", 404);
  }
}

function answer(body: BodyInit, type: string, status = 200): Response {
  return new Response(body, { status, headers: { ...HEADERS, "content-type": type } });
}

/** Server-sent events: one at the beginning, and one whenever there is something new. */
function events(report: LiveReport): ReadableStream<Uint8Array<ArrayBuffer>> {
  const encoder = new TextEncoder();
  let end = () => {};
  return new ReadableStream({
    start: (controller) => {
      const send = (text: string) => controller.enqueue(encoder.encode(text));
      const tell = () => send("data: new\n\n"), forget = report.listen(tell);
      const timer = setInterval(() => send(": still here\n\n"), STILL_HERE);
      end = () => {
        clearInterval(timer);
        forget();
      };
      send("retry: 1000\n");
      tell();
    },
    cancel: () => end(),
  });
}
