"""The elements of HTML: which the register accepts, which are known, and how they sit on the page."""

from __future__ import annotations

_ACCEPTED = "h1 h2 h3 h4 h5 h6 p strong b em i code ul ol li br hr u address section small sub sup"

_OTHERS = """
a abbr acronym applet area article aside audio base basefont bdi bdo big blink blockquote body button canvas caption
center cite col colgroup data datalist dd del details dfn dialog dir div dl dt embed fieldset figcaption figure font
footer form frame frameset head header hgroup html iframe img input ins kbd label legend link main map mark marquee menu
meta meter nav nobr noframes noscript object optgroup option output param picture pre progress q rp rt ruby s samp
script select slot source span strike style summary svg table tbody td template textarea tfoot th thead time title tr
track tt var video wbr
"""

_ON_OWN_LINE = """
article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure footer form
header hgroup html legend main menu nav optgroup option pre summary table tbody tfoot thead tr
"""

ALLOWED_TAGS = frozenset(_ACCEPTED.split())
"""The HTML elements that the register accepts in notes. None of them may carry an attribute."""

KNOWN_TAGS = ALLOWED_TAGS | frozenset(_OTHERS.split())
"""Everything that HTML calls an element."""

ALLOWED_BLOCKS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "p", "ul", "ol", "hr", "address", "section"})
"""The accepted elements that a paragraph cannot hold."""

BREAKING_TAGS = frozenset(_ON_OWN_LINE.split())
"""Elements that are not accepted and begin on a line of their own, so that words do not run together."""

CELL_TAGS = frozenset({"td", "th"})
LIST_TAGS = frozenset({"ul", "ol"})
VOID_TAGS = frozenset({"br", "hr"})
HIDDEN_TAGS = ("script", "style")

SAME_MEANING = {"strike": "", "tt": "code", "kbd": "code", "samp": "code", "ins": "u", "cite": "em", "dfn": "em"}
"""Elements that are not accepted, with an accepted one that looks or means the same."""
