package io.farmsync.platform.envelope.http;

import io.farmsync.platform.auth.Access;
import io.farmsync.platform.envelope.Envelope;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Envelopes for errors that the servlet container dispatches. */
@RestController
@Hidden
final class ErrorPage implements ErrorController {

  @RequestMapping("/error")
  @Access(Access.Policy.PUBLIC)
  ResponseEntity<Envelope<Void>> error(HttpServletRequest request) {
    int status =
        request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer code
            ? code
            : 404;
    return ResponseEntity.status(status).body(ServerErrors.envelope(status));
  }
}
