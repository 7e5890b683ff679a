package io.farmsync.query.page;

import io.farmsync.platform.auth.Access;
import io.farmsync.platform.envelope.Envelope;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.servlet.ModelAndView;

/** At the root a browser gets the page, and a program what answers and where it is described. */
@Controller
@Access(Access.Policy.PUBLIC)
class RootController {

  private static final Facts FACTS =
      new Facts(true, "farm-sync", "/api/docs/", "/api/docs/", "/api/schema/");

  @GetMapping("/")
  Object root(@RequestHeader(name = HttpHeaders.ACCEPT, required = false) @Nullable String accept) {
    boolean browser = accept != null && accept.toLowerCase(Locale.ROOT).contains("text/html");
    return browser
        ? new ModelAndView("forward:" + PageConfiguration.PATH + "/index.html")
        : ResponseEntity.ok().header(HttpHeaders.VARY, HttpHeaders.ACCEPT).body(Envelope.ok(FACTS));
  }

  /** The members the contract names, and where the description itself is. */
  record Facts(boolean ok, String service, String docs, String redoc, String schema) {}
}
