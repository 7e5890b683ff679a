package io.farmsync.query.webhook.http;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The routes of webhooks. */
@Configuration(proxyBeanMethods = false)
@Import(WebhookController.class)
public class WebhookHttpConfiguration {}
