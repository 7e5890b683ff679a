package io.farmsync.query.farm.http;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Farm reads. */
@Configuration(proxyBeanMethods = false)
@Import(FarmController.class)
public class FarmReadConfiguration {}
