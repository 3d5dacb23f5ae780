"""What people read when a setting of the site is refused or was changed."""

from lms.domain.site import facts
from lms.domain.site.settings import Refusal
from lms.kernel.words import N_

SENTENCES = {
    Refusal.NO_NAME_OF_SITE: N_("Enter a name for the site."),
    Refusal.TOO_LONG: N_("This is too long."),
    Refusal.NO_ZONE: N_("There is no time zone with this name. An example: Europe/Sofia."),
    Refusal.NO_ADDRESS_OF_MAIL: N_("This is not an e-mail address. An example: help@example.org."),
    Refusal.NO_DOMAIN: N_("One of these is not the part of an address after the @. An example: example.org."),
    Refusal.TOO_MANY_DOMAINS: N_("These are too many. Leave the field empty to let people with any address register."),
    Refusal.NOT_THESE_DAYS: N_("Enter a whole number of days from 1 to 90."),
    Refusal.NO_ADDRESS_OF_PAGE: N_("This is not the address of a page. It begins with https://."),
}

ACTS = {
    facts.SettingChanged.verb: N_("Changed a setting"),
    facts.BarrierSettled.verb: N_("Settled a reported barrier"),
    facts.LetterTriedAgain.verb: N_("Had a letter tried again"),
    facts.LetterGivenUp.verb: N_("Gave up a letter"),
    facts.FailedLettersTriedAgain.verb: N_("Had all failed letters tried again"),
    facts.TrialLetterPosted.verb: N_("Had a test letter sent"),
}

NAMES = {
    "site_name": N_("Name of the site"),
    "timezone": N_("Time zone"),
    "responsible_unit": N_("Responsible unit"),
    "contact_address": N_("E-mail address of the responsible unit"),
    "registration_open": N_("People can make an account for themselves"),
    "mail_domains": N_("Domains whose addresses may register"),
    "days_to_answer": N_("Working days within which a reported barrier is answered"),
    "enforcement_body": N_("National body for accessibility"),
    "enforcement_link": N_("Page of the national body for accessibility"),
    "privacy_name": N_("Contact for data protection"),
    "privacy_email": N_("E-mail address for data protection"),
}
