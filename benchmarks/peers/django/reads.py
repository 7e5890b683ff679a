"""Answers every address with the data that the cache has for it, in the platform's envelope."""

import hmac
import os
import uuid

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "settings")

import django

django.setup()

from django.core.cache import cache
from django.core.wsgi import get_wsgi_application
from django.urls import re_path
from rest_framework import authentication, exceptions, permissions, response, views

TOKEN = ("Bearer " + os.environ.get("PEER_TOKEN", "")).encode()


class Reader:
    is_authenticated = True


class OneToken(authentication.BaseAuthentication):
    """Compares with the only token there is: cheaper than any real check."""

    def authenticate(self, request):
        if not hmac.compare_digest(request.META.get("HTTP_AUTHORIZATION", "").encode(), TOKEN):
            raise exceptions.AuthenticationFailed()
        return Reader(), None

    def authenticate_header(self, request):
        return "Bearer"


class CachedRead(views.APIView):
    authentication_classes = [OneToken]
    permission_classes = [permissions.IsAuthenticated]

    def get(self, request):
        data = cache.get(request.get_full_path())
        if data is None:
            raise exceptions.NotFound()
        return response.Response(
            {
                "status": 0,
                "message": "OK",
                "data": data,
                "errors": None,
                "request_id": uuid.uuid4().hex,
            }
        )


urlpatterns = [re_path(r"^api/v1/", CachedRead.as_view())]
application = get_wsgi_application()
