"""A Redis cache whose absence is a miss, not an error: pages work while Redis is away."""

import logging
from typing import Any

from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

logger = logging.getLogger("ronghe.cache")
# What each method answers while Redis is away; `add` says yes, so that limits on sign-in do not lock everybody out.
WITHOUT_REDIS: dict[str, Any] = {
    "add": True,
    "delete": False,
    "get_many": {},
    "has_key": False,
    "touch": False,
}


class OutageTolerantRedisCache(RedisCache):
    """Reads miss and writes are dropped while Redis cannot be reached."""

    def _tolerant(self, method: str, *args: Any, **kwargs: Any) -> Any:
        try:
            return getattr(super(), method)(*args, **kwargs)
        except RedisError:
            logger.warning("cache away during %s", method)
            return WITHOUT_REDIS.get(method, kwargs.get("default"))

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        return self._tolerant("get", key, default=default, version=version)

    def set(self, *args: Any, **kwargs: Any) -> None:
        self._tolerant("set", *args, **kwargs)

    def add(self, *args: Any, **kwargs: Any) -> bool:
        return bool(self._tolerant("add", *args, **kwargs))

    def delete(self, *args: Any, **kwargs: Any) -> bool:
        return bool(self._tolerant("delete", *args, **kwargs))

    def get_many(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return dict(self._tolerant("get_many", *args, **kwargs))

    def has_key(self, *args: Any, **kwargs: Any) -> bool:
        return bool(self._tolerant("has_key", *args, **kwargs))

    def touch(self, *args: Any, **kwargs: Any) -> bool:
        return bool(self._tolerant("touch", *args, **kwargs))
