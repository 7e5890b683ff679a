package io.farmsync.sync.database;

import io.farmsync.platform.envelope.Envelope;
import io.farmsync.platform.envelope.Refusal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.TransactionException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/**
 * While PostgreSQL is away or overloaded nothing is accepted, and callers are told to come again.
 */
@RestControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
class DatabaseErrors {

  private static final Logger log = LoggerFactory.getLogger(DatabaseErrors.class);
  private static final int RETRY_AFTER_SECONDS = 1;

  @ExceptionHandler({
    DataAccessResourceFailureException.class,
    RecoverableDataAccessException.class,
    TransientDataAccessException.class,
    TransactionException.class
  })
  ResponseEntity<Envelope<Void>> away(RuntimeException e) {
    log.warn("database not available: {}", e.getMessage());
    var refusal =
        Refusal.unavailable(
            "The database is not available. Nothing was changed, or it is not known: repeat the"
                + " request.",
            RETRY_AFTER_SECONDS);
    var headers = new HttpHeaders();
    refusal.headers().forEach(headers::set);
    return new ResponseEntity<>(
        Envelope.failure(refusal.message(), refusal.errors()), headers, refusal.status());
  }
}
