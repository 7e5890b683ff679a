/*
 * Who is signed in: a token as pasted, or a client that signs for tokens of its own. Kept for this tab only; the secret
 * never leaves it.
 */
const KEPT = "farm-sync.session";
const TOKEN_PATH = "/api/v1/integrations/token/";
const EMPTY_BODY_SHA256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
const RENEW_BEFORE_SECONDS = 30;

export class SignInNeeded extends Error {}

/** Null, or the credentials: { token } or { clientId, secret }. */
let credentials = read();
let minted = null; // { token, until }
let minting = null; // one request at a time, whoever asks

export function isSignedIn() {
  return credentials !== null;
}

/** Remembers the credentials for this tab, after they have proved good. */
export async function signIn(given) {
  const before = credentials;
  credentials = given;
  minted = null;
  try {
    const answer = await fetch("/api/v1/integrations/whoami/", { headers: { Authorization: "Bearer " + (await token()) } });
    if (!answer.ok) {
      throw new SignInNeeded((await answer.json()).message);
    }
    sessionStorage.setItem(KEPT, JSON.stringify(given));
    return (await answer.json()).data;
  } catch (failure) {
    credentials = before;
    throw failure;
  }
}

export function signOut() {
  credentials = null;
  minted = null;
  sessionStorage.removeItem(KEPT);
}

/** A token that is good for some seconds more. */
export async function token() {
  if (credentials === null) {
    throw new SignInNeeded("Sign in first.");
  }
  if (credentials.token) {
    return credentials.token;
  }
  if (minted === null || Date.now() > minted.until) {
    minting ??= mint(credentials).finally(() => { minting = null; });
    minted = await minting;
  }
  return minted.token;
}

/** After a 401: a minted token is made anew; a pasted one has come to its end. */
export function refused() {
  minted = null;
  if (credentials !== null && credentials.token) {
    signOut();
  }
}

async function mint({ clientId, secret }) {
  const timestamp = Math.floor(Date.now() / 1000).toString();
  const nonce = hex(crypto.getRandomValues(new Uint8Array(16)));
  const canonical = ["POST", TOKEN_PATH, "", timestamp, nonce, EMPTY_BODY_SHA256].join("\n");
  const signature = await sign(secret, canonical);
  const answer = await fetch(TOKEN_PATH, {
    method: "POST",
    headers: { "X-Client-Id": clientId, "X-Timestamp": timestamp, "X-Nonce": nonce, "X-Signature": signature },
  });
  const envelope = await answer.json();
  if (!answer.ok) {
    throw new SignInNeeded(`${envelope.message} (${envelope.errors?.code ?? answer.status})`);
  }
  const until = Date.now() + (envelope.data.expires_in - RENEW_BEFORE_SECONDS) * 1000;
  return { token: envelope.data.access, until };
}

async function sign(secret, text) {
  let bytes;
  try {
    bytes = Uint8Array.from(atob(secret), (character) => character.charCodeAt(0));
  } catch {
    throw new SignInNeeded("The secret is not base64.");
  }
  const key = await crypto.subtle.importKey("raw", bytes, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  return hex(new Uint8Array(await crypto.subtle.sign("HMAC", key, new TextEncoder().encode(text))));
}

function hex(bytes) {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function read() {
  try {
    return JSON.parse(sessionStorage.getItem(KEPT));
  } catch {
    return null;
  }
}
