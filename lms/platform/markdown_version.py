"""The version of the renderer, which is part of the key of everything rendered (data-model.md).

Whoever changes what ``markdown`` makes of a text changes this too; then ``lms library render`` makes everything again. It
stands by itself because serving asks for it, and serving renders nothing and need not load what does.
"""

RENDERER = "11"
