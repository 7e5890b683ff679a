package io.farmsync.platform.operations;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Metrics, health and API description of every service. */
@Configuration(proxyBeanMethods = false)
@Import({OperationsController.class, ApiDescription.class})
public class OperationsConfiguration {}
