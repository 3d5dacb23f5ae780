"""Certificates, for administrators: found, revoked with a reason, issued once more with a corrected name."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response
from wtforms import BooleanField, Form, SearchField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from lms.domain.certificates.queries import Claims, ClaimsPage, find_claims, search_claims
from lms.domain.certificates.rules import Refusal, Validity
from lms.domain.certificates.service import reissue, revoke
from lms.domain.people.directory import find_account_by_id
from lms.domain.people.permissions import Permission
from lms.domain.people.rules import LONGEST_EMAIL, LONGEST_NAME
from lms.kernel.refusals import Missing, Refused
from lms.platform.database import end_reading, unit_of_work
from lms.web.admin.acting import acting
from lms.web.admin.standing import standing_of, validity_of
from lms.web.admin.sure import sure
from lms.web.admin.titles import titles
from lms.web.shell.guards import may
from lms.web.shell.lists import PER_PAGE, Choice, options, page_asked_for, pager
from lms.web.shell.phrases import say
from lms.web.shell.visitors import now
from lms.web.shell.words import gettext as _
from lms.web.shell.words import ngettext

blueprint = Blueprint("admin_certificates", __name__)

Page = str | tuple[str, int] | Response
NONE = ClaimsPage((), 0, 1, 1)
LONGEST_REASON = 500
OPEN = (Validity.VALID, Validity.EXPIRED)


class SearchForm(Form):
    """Which certificates are wanted; the choices stand in the address."""

    text = SearchField(_l("Name, e-mail or number"), [Length(max=LONGEST_EMAIL, message=_l("This is too long to search for."))])
    course = Choice(_l("Course"), default="")

    def __init__(self, asked: MultiDict[str, str], courses: dict[str, str]) -> None:
        """Take what stands in the address, and the titles of the courses to choose from."""
        super().__init__(asked)
        self.course.choices = options({"": _("All"), **courses})


class RevokeForm(Form):
    """Why a certificate is revoked."""

    reason = TextAreaField(
        _l("Reason"),
        [DataRequired(_l("Give a reason: whoever checks the certificate will read it.")), Length(max=LONGEST_REASON, message=_l("This is too long."))],
    )


class CorrectForm(Form):
    """The name that a certificate should say."""

    name = StringField(_l("Corrected name"), [DataRequired(_l("Enter the person’s name.")), Length(max=LONGEST_NAME, message=_l("This is too long."))])
    keep_name = BooleanField(_l("Use this name on later certificates of this person, too"))


@blueprint.get("/admin/certificates/")
@may(Permission.ADMINISTER)
def certificates() -> Page:
    """Show the certificates that were asked for, newest first."""
    known = titles()
    form = SearchForm(request.args, {key: str(title) for key, title in known.items()})
    good = form.validate()
    found = search_claims(form.text.data or "", course=form.course.data or None, page=page_asked_for(), per_page=PER_PAGE) if good else NONE
    lines = [(each, known.get(each.course_key, each.course_key), standing_of(each)) for each in found.rows]
    count = ngettext("%(num)s certificate", "%(num)s certificates", found.total)
    page = render_template("admin/certificates.html", form=form, lines=lines, count=count, pages=pager(found.page, found.pages))
    return page if good else (page, 422)


@blueprint.get("/admin/certificates/<string(length=32):uid>/")
@may(Permission.ADMINISTER)
def certificate(uid: str) -> str:
    """Show one certificate and what can be done with it."""
    claims = _get(uid)
    return _show(claims, RevokeForm(), CorrectForm(name=claims.name))


@blueprint.post("/admin/certificates/<string(length=32):uid>/revocation")
@may(Permission.ADMINISTER)
@sure()
def revoke_it(uid: str) -> Page:
    """Revoke a certificate, with a reason that everybody who checks it reads."""
    claims, form = _get(uid), RevokeForm(request.form)
    if claims.revoked_at is not None:
        raise Refused(Refusal.ALREADY_REVOKED, uid=uid)
    if not form.validate():
        return _show(claims, form, CorrectForm(name=claims.name)), 422
    end_reading()
    with unit_of_work():
        revoke(uid, form.reason.data, by=acting(), now=now())
    flash(_("The certificate is revoked."))
    return redirect(url_for("admin_certificates.certificate", uid=uid), 303)


@blueprint.post("/admin/certificates/<string(length=32):uid>/correction")
@may(Permission.ADMINISTER)
@sure()
def correct(uid: str) -> Page:
    """Issue a certificate once more with a corrected name; the old one leads to the new one from now on."""
    claims, form = _get(uid), CorrectForm(request.form)
    if validity_of(claims) not in OPEN:
        raise Refused(Refusal.NOT_TO_REISSUE)
    if not form.validate():
        return _show(claims, RevokeForm(), form), 422
    end_reading()
    try:
        with unit_of_work():
            new = reissue(uid, form.name.data, by=acting(), keep_name=bool(form.keep_name.data), now=now())
    except Refused as refused:
        form.name.errors = [say(refused)]
        return _show(claims, RevokeForm(), form), 422
    flash(_("The certificate was issued once more. Whoever opens the old one is led to this one."))
    return redirect(url_for("admin_certificates.certificate", uid=new), 303)


def _get(uid: str) -> Claims:
    claims = find_claims(uid)
    if claims is None:
        raise Missing("certificate")
    return claims


def _show(claims: Claims, revoking: RevokeForm, correcting: CorrectForm) -> str:
    title = titles().get(claims.course_key, claims.course_key)
    owner = find_account_by_id(claims.person_id)
    is_open = validity_of(claims) in OPEN
    return render_template(
        "admin/certificate.html",
        claims=claims,
        title=title,
        owner=owner,
        standing=standing_of(claims),
        may_correct=is_open,
        may_revoke=claims.revoked_at is None,
        revoking=revoking,
        correcting=correcting,
    )
