"""The elements and attributes of HTML: which the register accepts, which are known, and what they are for."""

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

_WITHOUT_END = "area base basefont br col embed frame hr img input link meta param source track wbr"

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
HIDDEN_TAGS = ("script", "style")

VOID_TAGS = frozenset(_WITHOUT_END.split())
"""Elements that have no end."""

ENDED_BY_NEXT = frozenset({"a", "dd", "dt", "li", "option", "p", "td", "th", "tr"})
"""Elements that end where the next of their name begins, if nothing ends them before."""

SAME_MEANING = {"strike": "", "tt": "code", "kbd": "code", "samp": "code", "ins": "u", "cite": "em", "dfn": "em"}
"""Elements that are not accepted, with an accepted one that looks or means the same."""

_ADDRESSES = "action cite data formaction href longdesc poster src"

_PRESENTATION = """
align alink allow allowfullscreen axis bgcolor border bordercolor cellpadding cellspacing char charoff class clear color
cols colspan compact controls decoding dir face frame frameborder headers height hspace id link loading marginheight
marginwidth noshade nowrap rel rev role rows rowspan rules scope scrolling size sizes span spellcheck style tabindex
target type valign vlink vspace width wrap xmlns
"""

_UNSEEN = """
accept-charset autocomplete background charset coords crossorigin enctype hreflang integrity ismap itemid itemprop
itemscope itemtype lang language media method name property referrerpolicy resource sandbox shape srcset translate
typeof usemap vocab xml:lang
"""

ADDRESS_ATTRIBUTES = frozenset(_ADDRESSES.split())
"""Attributes whose value is an address that people can follow."""

PRESENTATION_ATTRIBUTES = frozenset(_PRESENTATION.split())
"""Attributes that only say how the page looks and works, so that nobody misses them."""

PRESENTATION_WORDS = frozenset({"allowfullscreen", "compact", "controls", "noshade", "nowrap"})
"""Those of them that stand in a tag without a value."""

UNSEEN_ATTRIBUTES = frozenset(_UNSEEN.split())
"""Attributes whose value programs read and people do not see."""
