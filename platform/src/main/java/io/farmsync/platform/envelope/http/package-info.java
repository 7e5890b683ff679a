/** The envelope in Spring MVC and Tomcat: filters, error handlers, argument formats. */
@NullMarked
package io.farmsync.platform.envelope.http;

import org.jspecify.annotations.NullMarked;
