"""Why the files of a course are not read, from a folder or from a bundle, each reason with its sentence."""

from enum import StrEnum

from lms.kernel.words import N_


class Unreadable(StrEnum):
    """Why the files of a course are not read."""

    LINK = "link-out-of-the-course"
    NAME = "name-is-not-utf8"
    MANY = "too-many-files"
    LARGE = "file-too-large"
    TOTAL = "course-too-large"
    NO_ZIP = "not-a-zip"
    CUT = "zip-is-cut-off"
    TABLE = "zip-table-does-not-fit"
    DAMAGED = "zip-is-damaged"
    ENTRIES = "too-many-entries"
    ZIP64 = "zip-of-64-bits"
    ENCRYPTED = "file-is-encrypted"
    METHOD = "packed-in-an-unknown-way"
    SPECIAL = "no-ordinary-file"
    CONTRADICTS = "zip-contradicts-itself"
    OVERLAPS = "files-overlap"
    RATIO = "packed-too-tightly"
    LIES = "size-is-a-lie"
    SIGNS = "name-with-control-characters"
    BACKSLASH = "name-with-backslash"
    ABSOLUTE = "name-is-absolute"
    UPWARD = "name-leads-elsewhere"
    LONG = "name-too-long"
    DEEP = "name-too-deep"
    TWICE = "name-stands-twice"
    CLASH = "names-clash"
    OUTSIDE = "outside-the-three-folders"
    NO_COURSE = "no-course"
    SEVERAL = "several-courses"
    KEY = "no-key-of-a-course"
    HEAD = "bundle-says-nothing"
    NEWER = "made-by-a-newer-program"
    OTHER = "bundle-of-another-course"
    DIGEST = "bundle-was-changed"


SENTENCES: dict[Unreadable, str] = {
    Unreadable.LINK: N_("%(path)s is a link that leads out of the course."),
    Unreadable.NAME: N_("%(path)s: the name of this file is not UTF-8."),
    Unreadable.MANY: N_("A course may have %(most)s files at most."),
    Unreadable.LARGE: N_("%(path)s is too large: %(most)s bytes at most."),
    Unreadable.TOTAL: N_("The files of a course may have %(most)s bytes together at most."),
    Unreadable.NO_ZIP: N_("This is no zip file."),
    Unreadable.CUT: N_("This zip file is not whole: its end is missing. Fetch it again."),
    Unreadable.TABLE: N_("The table of contents of this zip file does not fit the rest of it. Fetch it again, or pack the course again."),
    Unreadable.DAMAGED: N_("This zip file is damaged: %(path)s cannot be read. Fetch it again."),
    Unreadable.ENTRIES: N_("This zip file lists too much: %(most)s entries at most."),
    Unreadable.ZIP64: N_("This zip file is written for more than 4 GB (ZIP64), which no course needs. Pack it again without."),
    Unreadable.ENCRYPTED: N_("%(path)s is encrypted. Pack the course again without a password."),
    Unreadable.METHOD: N_("%(path)s is packed in a way that is not read here. Pack the course again in the usual way (deflate)."),
    Unreadable.SPECIAL: N_("%(path)s is a link or another special file. A course holds ordinary files only."),
    Unreadable.CONTRADICTS: N_("%(path)s: this zip file says one thing at its end and another thing before the file. It is not read."),
    Unreadable.OVERLAPS: N_("%(path)s lies in this zip file where another file lies too. It is not read."),
    Unreadable.RATIO: N_("%(path)s is packed more tightly than any honest file: to less than a part in %(most)s. It is not read."),
    Unreadable.LIES: N_("%(path)s does not have the size that this zip file says. It is not read."),
    Unreadable.SIGNS: N_("%(path)s: this name holds characters that cannot be seen."),
    Unreadable.BACKSLASH: N_("%(path)s: this name holds a backslash. Folders are parted by /."),
    Unreadable.ABSOLUTE: N_("%(path)s: this name begins at the root of a disk. Names begin with modules/, content/ or quizzes/."),
    Unreadable.UPWARD: N_("%(path)s: this name leads elsewhere, for one of its parts is empty, “.” or “..”."),
    Unreadable.LONG: N_("%(path)s: this name is too long: %(most)s characters at most, and 255 bytes between two /."),
    Unreadable.DEEP: N_("%(path)s lies too deep: %(most)s folders in each other at most."),
    Unreadable.TWICE: N_("%(path)s stands in this zip file twice."),
    Unreadable.CLASH: N_("%(path)s: some systems cannot tell this name from %(other)s."),
    Unreadable.OUTSIDE: N_("%(path)s lies outside of the folders of a course: modules/KEY/, content/KEY/ and quizzes/KEY/."),
    Unreadable.NO_COURSE: N_("This zip file holds no course: there must be a folder modules/ with the folder of the course in it."),
    Unreadable.SEVERAL: N_("This zip file holds several courses, %(path)s and %(other)s. A bundle holds one."),
    Unreadable.KEY: N_("“%(path)s” is no key of a course: small Latin letters, digits and hyphens, a letter first, 63 at most."),
    Unreadable.HEAD: N_("bundle.yaml must say format, course, digest and written_by, and nothing else. Without it a course is read as it lies."),
    Unreadable.NEWER: N_("This bundle was made by a newer program (format %(format)s; here %(most)s is the newest). Upgrade this site first."),
    Unreadable.OTHER: N_("bundle.yaml is that of the course %(other)s, but the files are those of %(path)s."),
    Unreadable.DIGEST: N_("The files are not those of which bundle.yaml speaks. If you changed them on purpose, take bundle.yaml out."),
}
