package io.farmsync.query.ndvi.http;

import jakarta.servlet.http.HttpServletRequest;

/** Which form of an answer a caller wants; what is not v2 acts as v1. */
enum Representation {
  V1,
  V2;

  static final String V2_NAME = "v2";

  static Representation of(HttpServletRequest request) {
    return V2_NAME.equals(request.getParameter("representation")) ? V2 : V1;
  }
}
