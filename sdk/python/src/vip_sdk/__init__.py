"""A client of the Veterinary Integration Platform: see README.md."""

from vip_sdk._answers import Answer, Download, Listing, Page
from vip_sdk._connection import File
from vip_sdk._errors import ApiError, Fault, TokenError, TransportError, VipError
from vip_sdk._retry import Retry
from vip_sdk._vip import Vip

__all__ = ["Answer", "ApiError", "Download", "Fault", "File", "Listing", "Page", "Retry", "TokenError", "TransportError", "Vip", "VipError"]
