"""Coming in and going out."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import perform_login, perform_password_login, record_authentication
from allauth.account.models import Login
from allauth.core.internal.ratelimit import consume
from django.conf import settings
from django.contrib.auth import get_user_model, logout
from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from nuan.people import reads as people
from nuan.people.facts import Role
from nuan.place import reads as place
from nuan.web.entry import codes, post
from nuan.web.entry.forms import Code, Pass, Phone
from nuan.web.entry.keep import kept, spoken
from nuan.web.entry.tenants import account_for
from nuan.web.policy import FORM, WRITE, Who, policy
from nuan.web.visitor import Request, Visitor

CODES = {"code": "3/300s/key,12/86400s/key,20/3600s/ip"}
TRIES = {"code_try": "30/300s/ip"}
HOMES: dict[Role, str] = {Role.DUTY_MANAGER: "/manager/", Role.PROJECT_MANAGER: "/manager/"}


@policy(Who.ANYONE)
def front(request: Request) -> HttpResponseBase:
    """Send everybody to their own first page."""
    if request.nuan.user_id is None and not place.communities():
        return redirect("/start/")
    return redirect(first_page(request.nuan))


def first_page(visitor: Visitor) -> str:
    """Return the address a visitor's day begins at."""
    if visitor.staff:
        return HOMES.get(visitor.staff.role, "/staff/")
    if visitor.resident:
        return "/home/"
    return "/entry/" if visitor.user_id is None else "/entry/nowhere/"


@policy(Who.ANYONE)
def entry(request: Request) -> HttpResponse:
    """Show both ways in: a code to the phone for residents, a password for staff."""
    back = onward(request)
    return render(request, "entry/entry.html", {"phone_form": Phone(), "pass_form": Pass(), "next": back})


@policy(Who.SIGNED_IN)
def nowhere(request: Request) -> HttpResponse:
    """Tell an account that is tied to no community whom to ask."""
    return render(request, "entry/nowhere.html")


@policy(Who.ANYONE, methods=FORM)
def staff_sign_in(request: Request) -> HttpResponseBase:
    """Take login name and password, then whatever second step the account has."""
    form = Pass(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = {"username": form.cleaned_data["username"].strip(), "password": form.cleaned_data["password"]}
        try:
            user = get_adapter().authenticate(request, **given)
        except ValidationError:  # tried too often: the same words as a wrong password
            user = None
        if user is not None and user.is_active:
            login = Login(user=user, redirect_url=onward(request))
            arrived: HttpResponseBase = perform_password_login(request, given, login)
            return arrived
        form.add_error("password", _("Name and password do not fit. After five tries wait five minutes."))
    page = {"phone_form": Phone(), "pass_form": form, "next": onward(request), "as_staff": True}
    return render(request, "entry/entry.html", page)


@policy(Who.ANYONE, methods=WRITE)
def ask_code(request: Request) -> HttpResponseBase:
    """Send a code to a resident's phone; say the same to a number nobody here has."""
    form = Phone(request.POST)
    back = onward(request)
    if not form.is_valid():
        return render(request, "entry/entry.html", {"phone_form": form, "pass_form": Pass(), "next": back})
    phone = form.cleaned_data["phone"]
    if consume(request, app="allauth.account", action="code", config=CODES, key=phone):
        residents = people.residents_with_phone(phone=phone)
        code = codes.ask(request.session, phone=phone, residents=residents, now=request.nuan.now)
        if residents:
            post.hand_over(resident=residents[0], code=code, now=request.nuan.now)
    request.session["next"] = back
    return redirect("entry:code")


@policy(Who.ANYONE, methods=FORM)
def enter_code(request: Request) -> HttpResponseBase:
    """Take the code and let the resident in."""
    waiting = codes.asked(request.session)
    form = Code(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            residents = _redeemed(request, form.cleaned_data["code"])
        except codes.WrongCode:
            form.add_error("code", _("That code does not fit, or it is too old. Ask for a new one."))
        else:
            return _let_in(request, residents)
    page = {"form": form, "shown": waiting.shown if waiting else "", "is_demo": settings.NUAN_DEMO}
    return render(request, "entry/code.html", page)


def _redeemed(request: Request, code: str) -> list[tuple[int, int]]:
    if not consume(request, app="allauth.account", action="code_try", config=TRIES):
        raise codes.WrongCode
    return codes.redeem(request.session, code=code, now=request.nuan.now)


def _let_in(request: Request, residents: list[tuple[int, int]]) -> HttpResponseBase:
    user = get_user_model().objects.get(pk=account_for(residents))
    record_authentication(request, user, method="code")
    login = Login(user=user, redirect_url=request.session.pop("next", "/"))
    arrived: HttpResponseBase = perform_login(request, login)
    return arrived


@policy(Who.ANYONE, methods=FORM)
def sign_out(request: Request) -> HttpResponseBase:
    """End the session; a link alone does not, so that nobody is signed out by a picture."""
    if request.method == "POST":
        logout(request)
        return redirect("entry:entry")
    return render(request, "entry/sign_out.html")


@policy(Who.SIGNED_IN)
def resume(request: Request) -> HttpResponseBase:
    """Offer what was typed before the session ended to be sent again."""
    waiting = kept(request, user_id=request.nuan.user_id)
    if waiting is None:
        return redirect("front")
    pairs = [(name, word) for name, words in waiting["fields"].items() for word in words]
    page = {"kept": waiting, "pairs": pairs, "words": spoken(waiting["fields"])}
    return render(request, "entry/resume.html", page)


def onward(request: Request) -> str:
    """Return where to go afterwards, if it is an address of ours."""
    wanted = request.POST.get("next") or request.GET.get("next") or "/"
    safe = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if safe else "/"


def back_to(request: Request) -> HttpResponseRedirect:
    """Return the way back to the page a small form stood on."""
    return HttpResponseRedirect(onward(request))
