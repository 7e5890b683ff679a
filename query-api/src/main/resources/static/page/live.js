/* Changes as the server tells them, for as long as the page is signed in. */
import * as api from "./api.js";

const FIRST_PAUSE_MS = 2000;
const LONGEST_PAUSE_MS = 30000;

/** Calls told(name, data) for each event and live(true or false); goes on behind the last one after every break. */
export async function follow(signal, told, live) {
  let last = null;
  let pause = FIRST_PAUSE_MS;
  while (!signal.aborted) {
    try {
      const answer = await api.stream("/api/v1/farms/stream", last, signal);
      pause = FIRST_PAUSE_MS;
      live(true);
      for await (const event of events(answer.body)) {
        last = event.id ?? last;
        if (event.data) {
          told(event.event, JSON.parse(event.data));
        }
      }
    } catch (failure) {
      live(false);
      if (failure.name === "AbortError") {
        return;
      }
      if (!(failure instanceof TypeError || failure instanceof api.Refused)) {
        throw failure;
      }
      if (failure.status === 400) {
        last = null; // an id of another server: from now on
      }
      pause = Math.min(LONGEST_PAUSE_MS, pause * 2);
    }
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}

/** The fields of each event (HTML standard, 9.2.6); comments are left out. */
async function* events(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    const blocks = (rest + part.value).split("\n\n");
    rest = blocks.pop();
    for (const block of blocks) {
      yield Object.fromEntries(block.split("\n").filter((line) => !line.startsWith(":"))
        .map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 1).trim()]));
    }
  }
}
