package io.farmsync.samples;

import java.time.Duration;

/**
 * One request and what became of it.
 *
 * @param status the status sent, 0 if the connection ended without one
 * @param bytes body bytes of the answer, headers not counted
 * @param took from the request's arrival until its answer went out, faults and latency included
 */
public record Exchange(Request request, int status, long bytes, Duration took) {}
