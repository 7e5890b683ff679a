package io.farmsync.platform.envelope.http;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Answers requests that need nothing of the filters and the dispatcher behind the first filter. For
 * small answers those cost more than the answer itself.
 */
public interface ShortWay {

  /**
   * Serves the request with all that belongs to it: who calls, throttle, metrics, errors.
   *
   * @return false if the request was left to the others, untouched
   */
  boolean serve(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException;
}
