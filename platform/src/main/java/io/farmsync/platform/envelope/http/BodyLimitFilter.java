package io.farmsync.platform.envelope.http;

import io.farmsync.platform.envelope.Refusal;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerExceptionResolver;

/**
 * Refuses bodies over the limit with 413: by their announced length, else as soon as one byte too
 * many is read.
 */
final class BodyLimitFilter extends OncePerRequestFilter {

  private final List<BodyLimit> limits;
  private final HandlerExceptionResolver errors;

  /**
   * @param limits the first whose path fits counts
   */
  BodyLimitFilter(List<BodyLimit> limits, HandlerExceptionResolver errors) {
    this.limits = limits;
    this.errors = errors;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    long limit = limitOf(request);
    if (request.getContentLengthLong() > limit) {
      response.setHeader("Connection", "close"); // the body stays unread
      errors.resolveException(request, response, null, Refusal.tooLarge(limit));
      return;
    }
    chain.doFilter(new Limited(request, limit), response);
  }

  private long limitOf(HttpServletRequest request) {
    return limits.stream()
        .filter(limit -> request.getRequestURI().startsWith(limit.path()))
        .mapToLong(limit -> limit.size().toBytes())
        .findFirst()
        .orElseThrow();
  }

  private static final class Limited extends HttpServletRequestWrapper {

    private final long limit;

    Limited(HttpServletRequest request, long limit) {
      super(request);
      this.limit = limit;
    }

    @Override
    public ServletInputStream getInputStream() throws IOException {
      return new LimitedStream(super.getInputStream(), limit);
    }

    @Override
    public BufferedReader getReader() throws IOException {
      return new BufferedReader(new InputStreamReader(getInputStream(), StandardCharsets.UTF_8));
    }
  }

  private static final class LimitedStream extends ServletInputStream {

    private final ServletInputStream in;
    private final long limit;
    private long read;

    LimitedStream(ServletInputStream in, long limit) {
      this.in = in;
      this.limit = limit;
    }

    @Override
    public int read() throws IOException {
      int value = in.read();
      count(value < 0 ? 0 : 1);
      return value;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int count = in.read(buffer, offset, length);
      count(Math.max(0, count));
      return count;
    }

    @Override
    public boolean isFinished() {
      return in.isFinished();
    }

    @Override
    public boolean isReady() {
      return in.isReady();
    }

    @Override
    public void setReadListener(ReadListener listener) {
      in.setReadListener(listener);
    }

    private void count(int bytes) {
      read += bytes;
      if (read > limit) {
        throw Refusal.tooLarge(limit);
      }
    }
  }
}
