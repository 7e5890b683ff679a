package io.farmsync.platform.trace;

/** Names under which lines of the log carry ids. */
public final class LogIds {

  public static final String REQUEST = "request_id";
  public static final String TENANT = "tenant";
  public static final String FARM = "farm";
  public static final String TRACE = "trace_id";

  private LogIds() {}
}
