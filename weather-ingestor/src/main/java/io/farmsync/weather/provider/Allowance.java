package io.farmsync.weather.provider;

/**
 * How many places we may ask a provider for, over all instances.
 *
 * @param perHour of the clock
 * @param perDay of UTC
 */
public record Allowance(int perHour, int perDay) {}
