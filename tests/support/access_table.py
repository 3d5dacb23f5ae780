"""Who may use which address, typed by hand: what each visitor is answered, in the order of ``VISITORS``."""

VISITORS = ("stranger", "guest", "outsider", "owner", "classmate", "trainer", "admin", "suspended")

ANYBODY = (200,) * 8
SIGNED_IN = (302, 302, 200, 200, 200, 200, 200, 302)
ENROLLED = (302, 302, 403, 200, 200, 403, 403, 302)
ENROLLED_GO_ON = (302, 302, 403, 303, 303, 403, 403, 302)
ENROLLED_WHO_FILLED_IN_NOTHING = (302, 302, 403, 200, 200, 403, 403, 302)
ENROLLED_WHO_NAMED_NOTHING = (302, 302, 403, 409, 409, 403, 403, 302)
OWNER = (302, 404, 404, 200, 404, 404, 404, 302)
OWNER_GOES_ON = (302, 404, 404, 303, 404, 404, 404, 302)
ADMIN = (302, 302, 403, 403, 403, 403, 200, 302)
ADMIN_GOES_ON = (302, 302, 403, 403, 403, 403, 303, 302)
ADMIN_WHO_FILLED_IN_NOTHING = (302, 302, 403, 403, 403, 403, 422, 302)

# Those who teach a course are in tests/integration/test_trainers_pack.py and test_item_analysis.py; having the role of a trainer is not enough.
OF_TEACHERS = (302, 302, 404, 404, 404, 404, 200, 302)
OF_TEACHERS_WHO_GO_ON = (302, 302, 404, 404, 404, 404, 303, 302)
OF_TEACHERS_WHO_CHOSE_NOTHING = (302, 302, 404, 404, 404, 404, 422, 302)

LINK = "/account/confirm/<string(length=32):uid>-<string(length=32):seal>"
WAITING = "/admin/registrations/<string(length=32):uid>/"
COURSE = "/courses/<string(maxlength=63):course>/"
GUIDE = "/guides/<string(maxlength=63):guide>/"
TEACHING = "/teaching/courses/<string(maxlength=63):course>/"
TYPED = "/teaching/quizzes/<string(maxlength=63):course>/<string(maxlength=63):quiz>/answers/"
ANALYSIS = "/teaching/quizzes/<string(maxlength=63):course>/"
LEARN = "/learn/<string(maxlength=63):course>/"
ACTIVITY = f"{LEARN}<string(maxlength=63):activity>/"
CARDS = f"{LEARN}cards/<string(maxlength=63):name>/"
PERSON = "/admin/people/<string(length=32):person>/"
ATTEMPT = f"{ACTIVITY}attempts/<string(length=32):uid>/"

EXPECTED: dict[tuple[str, str], tuple[int, ...]] = {
    ("GET", "/"): ANYBODY,
    ("GET", "/courses/"): ANYBODY,
    ("GET", "/guides/"): ANYBODY,
    ("GET", GUIDE): ANYBODY,
    ("GET", f"{GUIDE}<string(maxlength=63):activity>/"): ANYBODY,
    ("GET", f"{GUIDE}cards/<string(maxlength=63):name>/"): ANYBODY,
    ("GET", f"{GUIDE}cards/<string(maxlength=63):name>/<string(maxlength=63):card>/"): ANYBODY,
    ("GET", COURSE): ANYBODY,
    ("POST", f"{COURSE}enrolment"): (302, 302, 303, 303, 303, 303, 303, 302),
    ("GET", "/certificates/<string(maxlength=64):uid>/"): ANYBODY,
    ("GET", "/certificates/<string(maxlength=64):uid>.pdf"): ANYBODY,
    ("GET", "/media/<string(length=64):digest>/<string(maxlength=200):name>"): ANYBODY,
    ("GET", "/static/<string(length=16):digest>/<path:name>"): ANYBODY,
    ("GET", "/healthz"): ANYBODY,
    ("GET", "/readyz"): ANYBODY,
    ("GET", "/robots.txt"): ANYBODY,
    ("GET", "/sitemap.xml"): ANYBODY,
    ("GET", f"{COURSE}card-<string(maxlength=35):lang>-<string(length=16):digest>.png"): ANYBODY,
    ("GET", "/accessibility/"): ANYBODY,
    ("GET", "/accessibility/report"): ANYBODY,
    ("POST", "/accessibility/report"): (422,) * 8,
    ("GET", "/accessibility/report/thanks"): ANYBODY,
    ("GET", "/admin/barriers"): ADMIN,
    ("POST", "/admin/barriers/<string(length=32):uid>/settled"): (302, 302, 403, 403, 403, 403, 303, 302),
    ("POST", f"{ACTIVITY}notes/<string(maxlength=40):passage>"): ENROLLED_GO_ON,
    ("GET", f"{LEARN}notebook/"): ENROLLED,
    ("GET", f"{LEARN}notebook.md"): ENROLLED,
    ("GET", f"{LEARN}name"): (302, 302, 403, 302, 302, 403, 403, 302),  # to the course, where nothing waits for a name
    ("POST", f"{LEARN}name"): ENROLLED_GO_ON,
    ("GET", f"{LEARN}edition"): ENROLLED,
    ("POST", f"{LEARN}edition"): ENROLLED_GO_ON,
    ("GET", "/account/sign-in"): (200, 200, 302, 302, 302, 302, 302, 200),
    ("POST", "/account/sign-in"): (422,) * 8,
    ("POST", "/account/sign-out"): (303,) * 8,
    ("GET", "/account/register"): (200, 200, 302, 302, 302, 302, 302, 200),
    ("POST", "/account/register"): (422,) * 8,
    ("GET", "/account/forgotten"): ANYBODY,
    ("POST", "/account/forgotten"): (422,) * 8,
    ("GET", "/account/confirm"): ANYBODY,
    ("POST", "/account/confirm"): (422,) * 8,
    ("POST", "/account/confirm/again"): (422,) * 8,
    ("GET", LINK): ANYBODY,
    ("POST", LINK): (422,) * 8,
    ("GET", "/account/"): (302,) * 8,
    ("GET", "/account/profile"): SIGNED_IN,
    ("POST", "/account/profile"): (302, 302, 422, 422, 422, 422, 422, 302),
    ("GET", "/account/security"): SIGNED_IN,
    ("POST", "/account/security/password"): (302, 302, 422, 422, 422, 422, 422, 302),
    ("POST", "/account/security/email"): (302, 302, 422, 422, 422, 422, 422, 302),
    ("POST", "/account/security/sign-ins/<string(length=32):uid>/end"): OWNER_GOES_ON,
    ("POST", "/account/security/sign-ins/end-others"): (302, 302, 303, 303, 303, 303, 303, 302),
    ("GET", "/learn/"): SIGNED_IN,
    ("GET", LEARN): ENROLLED,
    ("GET", ACTIVITY): ENROLLED,
    ("POST", ACTIVITY): ENROLLED_WHO_FILLED_IN_NOTHING,  # a survey, which is shown again as long as its button was not pressed
    ("GET", CARDS): ENROLLED,
    ("GET", f"{CARDS}<string(maxlength=63):card>/"): ENROLLED,
    ("POST", f"{ACTIVITY}done"): ENROLLED_GO_ON,
    ("POST", f"{ACTIVITY}next"): ENROLLED_GO_ON,
    ("GET", f"{ACTIVITY}original"): ENROLLED,
    ("GET", f"{ACTIVITY}practice"): ENROLLED_GO_ON,
    ("POST", f"{ACTIVITY}practice"): ENROLLED_GO_ON,  # to the lesson, where nothing is asked under the name that was sent
    ("POST", f"{ACTIVITY}attempts"): ENROLLED_GO_ON,
    ("POST", f"{ACTIVITY}further"): ENROLLED_WHO_NAMED_NOTHING,  # as long as there are attempts left
    ("POST", f"{ACTIVITY}ending"): ENROLLED_WHO_NAMED_NOTHING,
    ("GET", ATTEMPT): OWNER,
    ("POST", f"{ATTEMPT}responses"): OWNER_GOES_ON,
    ("POST", f"{ATTEMPT}flags"): (302, 404, 404, 409, 404, 404, 404, 302),
    ("GET", f"{ATTEMPT}summary"): OWNER,
    ("POST", f"{ATTEMPT}submission"): OWNER_GOES_ON,
    ("GET", f"{ATTEMPT}review/"): OWNER,
    ("GET", "/teaching/"): (302, 302, 404, 404, 404, 200, 200, 302),
    ("GET", "/teaching/requests/"): OF_TEACHERS,
    ("POST", "/teaching/requests/<string(length=32):uid>/decision"): OF_TEACHERS_WHO_GO_ON,
    ("POST", "/teaching/requests/given"): (302, 302, 404, 404, 404, 404, 422, 302),
    ("GET", "/teaching/marking/"): OF_TEACHERS,
    ("GET", "/teaching/marking/<string(maxlength=63):course>/<string(maxlength=63):quiz>/"): OF_TEACHERS,
    ("POST", "/teaching/marking/<string(maxlength=63):course>/<string(maxlength=63):quiz>/next"): OF_TEACHERS_WHO_GO_ON,
    ("POST", "/teaching/marking/<string(maxlength=63):course>/<string(maxlength=63):quiz>/way"): OF_TEACHERS_WHO_GO_ON,
    ("GET", "/teaching/marking/texts/<string(length=32):uid>/<string(maxlength=63):question>/"): OF_TEACHERS,
    ("POST", "/teaching/marking/texts/<string(length=32):uid>/<string(maxlength=63):question>/mark"): (302, 302, 404, 404, 404, 404, 422, 302),
    ("POST", "/teaching/marking/texts/<string(length=32):uid>/<string(maxlength=63):question>/claim"): OF_TEACHERS_WHO_GO_ON,
    ("GET", "/admin/"): ADMIN,
    ("GET", "/admin/mail"): ADMIN,
    ("POST", "/admin/mail/test"): ADMIN_GOES_ON,
    ("POST", "/admin/mail/letters/<string(maxlength=100):key>/again"): ADMIN_GOES_ON,
    ("POST", "/admin/mail/letters/<string(maxlength=100):key>/given-up"): ADMIN_GOES_ON,
    ("POST", "/admin/mail/failed/again"): ADMIN_GOES_ON,
    ("GET", "/admin/registrations"): ADMIN,
    ("POST", f"{WAITING}confirm"): ADMIN_GOES_ON,
    ("POST", f"{WAITING}remove"): ADMIN_GOES_ON,
    ("GET", "/admin/people/"): ADMIN,
    ("GET", "/admin/people/new"): ADMIN,
    ("POST", "/admin/people/new"): ADMIN_WHO_FILLED_IN_NOTHING,
    ("GET", PERSON): ADMIN,
    ("POST", f"{PERSON}name"): ADMIN_WHO_FILLED_IN_NOTHING,
    ("POST", f"{PERSON}role"): ADMIN_WHO_FILLED_IN_NOTHING,
    ("GET", f"{PERSON}suspension"): ADMIN,
    ("POST", f"{PERSON}suspension"): ADMIN_GOES_ON,
    ("POST", f"{PERSON}suspension/end"): (302, 302, 403, 403, 403, 403, 409, 302),
    ("POST", f"{PERSON}sign-ins/end"): ADMIN_GOES_ON,
    ("POST", f"{PERSON}sign-ins/<string(length=32):sign_in>/end"): ADMIN_GOES_ON,
    ("POST", f"{PERSON}enrolments"): ADMIN_WHO_FILLED_IN_NOTHING,
    ("POST", f"{PERSON}courses-taught"): ADMIN_WHO_FILLED_IN_NOTHING,
    ("POST", f"{PERSON}courses-taught/<string(maxlength=63):course>/end"): ADMIN_GOES_ON,
    ("GET", f"{PERSON}enrolments/<string(length=32):enrolment>/withdrawal"): ADMIN,
    ("POST", f"{PERSON}enrolments/<string(length=32):enrolment>/withdrawal"): ADMIN_GOES_ON,
    ("POST", f"{PERSON}link"): (302, 302, 403, 403, 403, 403, 200, 302),
    ("POST", f"{PERSON}look"): ADMIN_WHO_FILLED_IN_NOTHING,
    ("POST", "/admin/looking/end"): (302, 302, 303, 303, 303, 303, 303, 302),
    ("GET", "/admin/certificates/"): ADMIN,
    ("GET", "/admin/certificates/<string(length=32):uid>/"): ADMIN,
    ("POST", "/admin/certificates/<string(length=32):uid>/revocation"): ADMIN_WHO_FILLED_IN_NOTHING,
    ("POST", "/admin/certificates/<string(length=32):uid>/correction"): ADMIN_WHO_FILLED_IN_NOTHING,
    ("GET", "/admin/notices"): ADMIN,
    ("GET", "/admin/notices/<string(maxlength=63):course>/new"): ADMIN,
    ("POST", "/admin/notices/<string(maxlength=63):course>/new"): ADMIN_WHO_FILLED_IN_NOTHING,
    ("POST", "/admin/notices/<string(length=32):uid>/withdrawal"): ADMIN_GOES_ON,
    ("GET", "/admin/settings"): ADMIN,
    ("POST", "/admin/settings"): ADMIN_WHO_FILLED_IN_NOTHING,
    ("GET", "/admin/audit"): ADMIN,
    ("GET", "/admin/audit.csv"): ADMIN,
    ("GET", TEACHING): OF_TEACHERS,
    ("GET", f"{TEACHING}<string(maxlength=63):document>/"): OF_TEACHERS,
    ("GET", TYPED): OF_TEACHERS,
    ("POST", f"{TYPED}preview"): OF_TEACHERS_WHO_CHOSE_NOTHING,
    ("POST", f"{TYPED}acceptance"): OF_TEACHERS_WHO_CHOSE_NOTHING,
    ("GET", ANALYSIS): OF_TEACHERS,
    ("GET", f"{ANALYSIS}<string(maxlength=63):quiz>/"): OF_TEACHERS,
    ("GET", "/reports/progress"): ADMIN,
    ("GET", "/reports/progress.csv"): ADMIN,
}

# The same in a course whose first module is open to everybody, where the guest has marked a lesson as done. What is not
# named here lies outside of courses, or is somebody's own as above.
READ_BY_ALL = (200,) * 8
LEFT_BY_ALL = (303,) * 8
FOLLOWED = (302, 200, 403, 200, 200, 403, 403, 302)
IN_AN_OPEN_MODULE: dict[tuple[str, str], tuple[int, ...]] = {
    ("GET", COURSE): READ_BY_ALL,
    ("POST", f"{COURSE}enrolment"): (302, 302, 303, 303, 303, 303, 303, 302),
    ("GET", LEARN): FOLLOWED,
    ("GET", ACTIVITY): READ_BY_ALL,
    ("GET", CARDS): READ_BY_ALL,
    ("GET", f"{CARDS}<string(maxlength=63):card>/"): READ_BY_ALL,
    ("POST", f"{ACTIVITY}done"): LEFT_BY_ALL,
    ("POST", f"{ACTIVITY}next"): LEFT_BY_ALL,
    ("GET", f"{ACTIVITY}original"): READ_BY_ALL,
    ("GET", f"{ACTIVITY}practice"): LEFT_BY_ALL,
    ("POST", f"{ACTIVITY}practice"): LEFT_BY_ALL,
    ("POST", f"{ACTIVITY}attempts"): LEFT_BY_ALL,
    ("POST", f"{ACTIVITY}ending"): (409,) * 8,
    ("GET", ATTEMPT): OWNER,
    ("POST", f"{ATTEMPT}responses"): OWNER_GOES_ON,
    ("GET", f"{ATTEMPT}summary"): OWNER,
    ("POST", f"{ATTEMPT}submission"): OWNER_GOES_ON,
    ("GET", f"{ATTEMPT}review/"): OWNER,
    ("GET", f"{LEARN}notebook/"): FOLLOWED,
    ("GET", f"{LEARN}notebook.md"): FOLLOWED,
    ("GET", f"{LEARN}name"): (302, 302, 403, 302, 302, 403, 403, 302),
    ("POST", f"{LEARN}name"): (302, 302, 403, 303, 303, 403, 403, 302),
}
# And in a module of that course that is not open.
BESIDE_AN_OPEN_MODULE: dict[tuple[str, str], tuple[int, ...]] = {
    ("GET", ACTIVITY): ENROLLED,
    ("POST", ACTIVITY): ENROLLED_WHO_FILLED_IN_NOTHING,
    ("POST", f"{ACTIVITY}done"): ENROLLED_GO_ON,
    ("POST", f"{ACTIVITY}next"): ENROLLED_GO_ON,
    ("GET", f"{ACTIVITY}original"): ENROLLED,
    ("GET", f"{ACTIVITY}practice"): ENROLLED_GO_ON,
    ("POST", f"{ACTIVITY}practice"): ENROLLED_GO_ON,
    ("POST", f"{ACTIVITY}notes/<string(maxlength=40):passage>"): ENROLLED_GO_ON,
}
