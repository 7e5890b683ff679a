/* Reads of the API, as a signed-in client. */
import * as session from "./session.js";

/** An answer that is not a success; wait is in seconds where the server names one. */
export class Refused extends Error {
  constructor(status, message, errors, wait) {
    super(message);
    this.status = status;
    this.errors = errors;
    this.wait = wait;
  }
}

/** The data of an envelope. */
export async function get(path, signal) {
  return (await (await ask(path, signal)).json()).data;
}

/** An object URL of a picture, or null where there is none; the caller revokes it. */
export async function picture(path, signal) {
  try {
    return URL.createObjectURL(await (await ask(path, signal)).blob());
  } catch (failure) {
    if (failure instanceof Refused && failure.status === 404) {
      return null;
    }
    throw failure;
  }
}

/** A stream of events behind the one with that id; null is from now on. */
export async function stream(path, last, signal) {
  return ask(path, signal, last === null ? {} : { "Last-Event-ID": last });
}

async function ask(path, signal, headers = {}) {
  for (let attempt = 1; ; attempt++) {
    const answer = await fetch(path, { headers: { ...headers, Authorization: "Bearer " + (await session.token()) }, signal });
    if (answer.ok) {
      return answer;
    }
    if (answer.status === 401) {
      session.refused();
      if (attempt === 1 && session.isSignedIn()) {
        continue;
      }
      throw new session.SignInNeeded("The token has expired. Sign in again.");
    }
    throw await refusal(answer);
  }
}

async function refusal(answer) {
  const wait = Number(answer.headers.get("Retry-After")) || null;
  try {
    const envelope = await answer.json();
    return new Refused(answer.status, envelope.errors?.detail ?? envelope.message, envelope.errors, wait);
  } catch {
    return new Refused(answer.status, `The server answered ${answer.status}.`, null, wait);
  }
}

/** The pages of a list, one after the other, each { count, results }. */
export async function* pages(path, signal) {
  for (let next = path; next; ) {
    const data = await get(next, signal);
    yield data;
    next = data.next;
  }
}
