"""A Django that does nothing but read a cache: no database, sessions or middleware."""

import os

SECRET_KEY = "the peer signs nothing"
DEBUG = False
ALLOWED_HOSTS = ["*"]
ROOT_URLCONF = "reads"
INSTALLED_APPS = ["rest_framework"]
MIDDLEWARE = []
USE_TZ = True
CACHES = {
    "default": {
        "BACKEND": "django_redis.cache.RedisCache",
        "LOCATION": os.environ["PEER_REDIS"],
    }
}
REST_FRAMEWORK = {
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "UNAUTHENTICATED_USER": None,
}
