"""Who may call the desk, and from where. Runs in the service process, on the staff port.

The session is a secret in an HttpOnly, SameSite=Strict cookie. Ports do not make a site: a page of the public port is the same
site as the desk. So every unsafe request also carries a header that a foreign page cannot send without CORS, and an `Origin`
that is ours; the socket, which knows no such header, needs the `Origin`.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from sanic.request import Request
from sanic.response import HTTPResponse, json

from service.face import Staff, StaffMember

API = "/desk/api/"
LIVE = API + "live"
LOGIN = API + "login"
COOKIE = "laidian_desk"
HEADER = "x-laidian-desk"
SESSION_SECONDS = 12 * 3600

PAGE_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}


class Guard:
    """Checks requests and hands out the cookie.

    Args:
        cookie_secure: True where the desk is reached over HTTPS.
    """

    def __init__(self, staff: Staff, cookie_secure: bool) -> None:
        self._staff = staff
        self._secure = cookie_secure

    async def admit(self, request: Request) -> HTTPResponse | None:
        """None for an API request that may go on, with `request.ctx.member` and `.token` set; else the refusal."""
        if not request.path.startswith(API):
            return None
        unsafe = request.method not in ("GET", "HEAD")
        if unsafe and request.headers.get(HEADER) != "1":
            return refusal(403, "请求被拒绝：请从值班台页面操作")
        if (unsafe or request.path == LIVE) and not _from_here(request, origin_needed=request.path == LIVE):
            return refusal(403, "请求被拒绝：来源不是本值班台")
        if request.path == LOGIN:
            return None
        token = request.cookies.get(COOKIE, "")
        member = await self.member(token)
        if member is None:
            return refusal(401, "登录已失效，请重新登录")
        request.ctx.member, request.ctx.token = member, token
        return None

    async def member(self, token: str) -> StaffMember | None:
        """The member of a live session, else None."""
        return await self._staff.who(token) if token else None

    def remember(self, response: HTTPResponse, token: str) -> None:
        """Sets the session's cookie."""
        self._set(response, token, SESSION_SECONDS)

    def forget(self, response: HTTPResponse) -> None:
        """Removes the session's cookie."""
        self._set(response, "", 0)

    def _set(self, response: HTTPResponse, value: str, seconds: int) -> None:
        response.cookies[COOKIE] = value
        cookie = response.cookies[COOKIE]
        # The path keeps it from the public port of the same host, which browsers count as the same place.
        cookie["path"] = "/desk"
        cookie["httponly"] = True
        cookie["samesite"] = "Strict"
        cookie["max-age"] = seconds
        if self._secure:
            cookie["secure"] = True


def harden(request: Request, response: HTTPResponse) -> None:
    """Adds the security headers; answers of the API are never stored."""
    for name, value in PAGE_HEADERS.items():
        response.headers.setdefault(name, value)
    if request.path.startswith(API):
        response.headers["Cache-Control"] = "no-store"


def refusal(status: int, text: str, **more: str) -> HTTPResponse:
    """An error of the API: Chinese words for the person in front of the page."""
    return json({"error": text, **more}, status=status, ensure_ascii=False)


def _from_here(request: Request, origin_needed: bool) -> bool:
    origin: str | None = request.headers.get("origin")
    if origin is None:
        return not origin_needed
    return bool(urlsplit(origin).netloc == request.host)
