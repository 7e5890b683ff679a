package io.farmsync.platform.envelope.http;

import jakarta.servlet.Filter;
import jakarta.servlet.ServletException;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;

/**
 * A filter in front of the filter chain. For each request the server looks every filter of the
 * chain up under one lock; a request that is answered here does not come to that.
 */
final class FilterValve extends ValveBase {

  private final Filter filter;

  /**
   * @param filter hands on the request and response that it was given, not others
   */
  FilterValve(Filter filter) {
    super(true);
    this.filter = filter;
  }

  @Override
  public void invoke(Request request, Response response) throws IOException, ServletException {
    filter.doFilter(
        request.getRequest(),
        response.getResponse(),
        (_, _) -> getNext().invoke(request, response));
  }
}
