"""Static files: a script asks for another one under the address that names its bytes."""

import re

from lms.web.shell.assets import IMPORT, collect

ADDRESS = re.compile(rb'from "\.\./([0-9a-f]{16})/([\w.-]+\.js)"')


def test_each_import_names_the_bytes_of_the_script_that_is_there() -> None:
    assets = collect()
    imports = [(found[2].decode(), found[1].decode()) for each in assets.values() for found in ADDRESS.finditer(each.plain)]
    assert ("unsent.js" in dict(imports), [name for name, digest in imports if assets[name].digest != digest]) == (True, [])
    assert [name for name, each in assets.items() if IMPORT.search(each.plain)] == []
