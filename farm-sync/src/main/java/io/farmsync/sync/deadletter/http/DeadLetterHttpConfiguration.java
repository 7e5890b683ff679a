package io.farmsync.sync.deadletter.http;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Dead letters over HTTP. */
@Configuration(proxyBeanMethods = false)
@Import(DeadLetterController.class)
public class DeadLetterHttpConfiguration {}
